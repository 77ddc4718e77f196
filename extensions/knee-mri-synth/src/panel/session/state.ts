import type { StudyWork } from './studyMemory';
import type { MeasuredSpace } from './widths';
import type {
  BundleMetadata,
  GeneratedSeries,
  OpenedRadiograph,
  Phase,
  Progress,
  Readings,
  ReadingSuggestions,
  Region,
  RegionProposal,
  RepeatResult,
  RuntimeDescription,
  Sentence,
  SaveDescription,
  SaveOutcome,
  Side,
  Solver,
  StudySnapshot,
} from '../../host';

/** Something that is read from elsewhere. */
export type Loadable<T> =
  | { status: 'none' }
  | { status: 'loading' }
  | { status: 'ready'; value: T }
  | { status: 'failed'; message: Sentence };

export type Preset = 'draft' | 'standard' | 'fine';

/** How to sample, as the user set it. */
export interface Options {
  steps: number;
  slices: number;
  /** Millimetres anterior of the joint centre; null for the whole depth of the model. */
  depthRangeMm: readonly [number, number] | null;
  seed: number;
  guidance: number;
  solver: Solver;
}

/** A slice as a picture, as soon as it is there. */
export interface SlicePicture {
  grey: Uint8ClampedArray;
  rows: number;
  columns: number;
}

/** A knee on a film, which the archive names, or else the viewer. */
export interface KneeOnFilm {
  film: string | null;
  side: Side | null;
}

export interface JobView {
  /** What it is made from, which need not be on show any more. */
  from: KneeOnFilm & { side: Side };
  /** Jobs that come first. */
  waitingFor: number;
  runtime: RuntimeDescription | null;
  progress: Partial<Record<Phase, Progress>>;
  /** By place in the volume, the most posterior first. */
  pictures: readonly (SlicePicture | null)[];
}

export type Job =
  | { status: 'idle' }
  | ({ status: 'running' } & JobView)
  | { status: 'cancelled' }
  | { status: 'failed'; message: Sentence }
  | ({
      status: 'done';
      series: GeneratedSeries;
      seconds: number;
      /** Of a job that repeated a stored run. */
      repeated: RepeatResult | null;
    } & JobView);

export type Save =
  | { status: 'unsaved' }
  | { status: 'refused'; message: Sentence }
  | { status: 'confirming'; description: SaveDescription; before: Save }
  | { status: 'saving'; done: number; total: number }
  | { status: 'ended'; outcome: SaveOutcome };

/** What the model's grader suggests, and for which knee. */
export interface Suggested {
  radiograph: OpenedRadiograph;
  region: Region;
  side: Side;
  found: Loadable<ReadingSuggestions>;
}

/** Readings of one knee. */
export interface KneeReadings {
  readings: Readings;
  /** What they were before each change, the newest last. */
  earlierReadings: readonly Readings[];
}

/** All that the panel shows. */
export interface SessionState extends KneeReadings {
  study: StudySnapshot | null;
  model: Loadable<BundleMetadata>;
  candidateId: string | null;
  radiograph: Loadable<OpenedRadiograph>;
  side: Side | null;
  region: Loadable<RegionProposal>;
  /** Whether the user has looked at what was doubted. */
  confirmed: boolean;
  /** By candidate: whether its picture looks like a frontal knee, where that was looked at. */
  looks: Readonly<Record<string, boolean>>;
  /** By film and side: what was read of knees of the study that are not on show. */
  otherKnees: Readonly<Record<string, KneeReadings>>;
  /** What the user did with a film that is still being read, and gets back with it; null once it is read. */
  comingBack: StudyWork | null;
  suggested: Suggested | null;
  /** Of the knee that it names, which need not be on show any more. */
  jointSpace: MeasuredSpace | null;
  options: Options;
  job: Job;
  save: Save;
}
