import type { NOT_FOR_DIAGNOSIS } from '../dicom';
import type { SynthesisResult } from '../runtime';
import type { KneeChoice } from './chooseKnee';
import type { JointSpaceJson } from './jointSpaceOf';
import type { Input } from './readInput';
import type { SuggestedReadingsJson } from './suggestedReadings';
import type { WrittenVolume } from './writeVolume';

/** One answer of the model. */
export interface VolumeJson extends WrittenVolume {
  sample: number;
  /** Grades by name; those not read are left out. */
  readings: Record<string, number>;
  timingsMs: SynthesisResult['timingsMs'];
  /** What was still there from the volume before. */
  reused: SynthesisResult['reused'];
  hashes: SynthesisResult['hashes'];
}

/** Figures over all samples of one set of readings. */
export interface StatisticsJson {
  readings: Record<string, number>;
  samples: number;
  mean: WrittenVolume;
  standardDeviation: WrittenVolume;
}

/** result.json: what was made, how, and from what; without anything about a patient. */
export interface ResultJson {
  schemaVersion: 1;
  label: typeof NOT_FOR_DIAGNOSIS;
  product: string;
  version: string;
  created: string;
  input: Pick<Input, 'kind' | 'sha256' | 'frame' | 'turnedOver'>;
  knee: Omit<KneeChoice, 'notes'>;
  /** In the plane of the knee, as it follows from the region. */
  pixelSpacingMm: number;
  /** Measured on the radiograph. */
  jointSpace: JointSpaceJson;
  /** Of the first volume. */
  readings: Record<string, number>;
  /** What the grader would read, where that was asked for; no volume was made with it. */
  suggestedReadings: SuggestedReadingsJson | null;
  bundle: { name: string; version: string; sha256: string };
  runtime: string;
  format: string;
  options: Omit<SynthesisResult['options'], 'sample'>;
  volumes: VolumeJson[];
  /** Where there is more than one sample. */
  statistics: StatisticsJson[];
  totalMs: number;
  notes: string[];
}
