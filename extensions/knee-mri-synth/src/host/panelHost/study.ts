import type { Readings, Sentence } from '@xray-to-mri/engine';
import type { FilmReading } from './radiograph';

/** An image of the study's radiographs that the model may be given. */
export interface Candidate {
  /** The host's id of it. */
  id: string;
  /** SOP Instance UID; null where the viewer does not tell it. */
  imageUID: string | null;
  seriesUID: string;
  /** What the viewer calls the series. */
  label: string;
  /** Which image of the series it is, counted from 1; null where it is the only one. */
  place: { image: number; images: number } | null;
  /** Whether it may be used; `reason` says why, or why not. */
  usable: boolean;
  /** Whether the attributes say without a doubt that it is a frontal knee radiograph. */
  sure: boolean;
  reason: Sentence;
}

/** A synthetic series of the study, or its report, with the record of the run that made it. */
export interface StoredRun {
  kind: 'series' | 'report';
  /** The host's id of the display set. */
  id: string;
  label: string;
  /** The image that it was made from; null where the study does not have it. */
  candidateId: string | null;
  /** How that was read. */
  reading: FilmReading;
  seed: number;
  steps: number;
  /** Images that the run made, and how many of them are stored. */
  images: number;
  stored: number;
  /** What the archive lacks of a series. */
  missing: 'images' | 'report' | null;
  /** Why the run cannot be made again, or null. */
  obstacle: Sentence | null;
}

/** What the panel shows of the study that is open. */
export interface StudySnapshot {
  studyInstanceUID: string;
  /** Usable images first. */
  candidates: readonly Candidate[];
  /** Stored synthetic series that can be made again. */
  storedRuns: readonly StoredRun[];
}

/** Readings of a knee that a structured report of the study holds. */
export interface ReportedReadings {
  id: string;
  label: string;
  /** Whether the report says which knee they are of. */
  isSideSaid: boolean;
  readings: Readings;
  /** How many have a value. */
  count: number;
}
