import type { Solver } from '../../bundle';
import { notRead, type Readings } from '../../features';
import type { Region, Side } from '../../radiograph';
import { depthsBetween } from '../../volume';
import { say, type Sentence } from '../../sentences';
import { DicomError } from '../DicomError';
import type { RunRecord } from './schema';

/** How far stored pixels of different runtimes may lie apart, relative to their length (Euclidean). */
export const REPEAT_TOLERANCE = 2e-3;

const SOLVERS: readonly Solver[] = ['ddim', 'dpmsolver++2m'];

/** What a run is asked for so that it makes the same volume again. */
export interface RepeatRequest {
  side: Side;
  /** Which picture of the radiograph, counted from 1. */
  frame: number;
  /** Whether the radiograph is to be turned over first. */
  turnedOver: boolean;
  region: Region;
  readings: Readings;
  /** Nothing depends on them, but they are kept with the run. */
  measuredWidths: RunRecord['measuredWidths'];
  depthsMm: number[];
  seed: number;
  sample: number;
  steps: number;
  solver: Solver;
  guidance: number;
  batchSize?: number;
}

/**
 * The request of a recorded run, to the last bit.
 * @throws {DicomError} 'file' for what no single run made, and for records that miss something
 */
export function repeatRequest(record: RunRecord): RepeatRequest {
  const { region, side, frame, turnedOver, readings, depths } = record;
  const { seed, sample, steps, guidance, batchSize } = record;
  const solver = SOLVERS.find(known => known === record.solver);
  if (record.content !== 'sample') {
    throw new DicomError('file', say('figureOverSamples', { samples: record.samples }));
  }
  if (region === null || solver === undefined) {
    throw new DicomError('file', say(region === null ? 'recordLacksRegion' : 'recordLacksSolver'));
  }
  return {
    ...{ side, frame, turnedOver, region, seed, sample, steps, solver, guidance },
    ...(batchSize !== null && { batchSize }),
    readings: { ...notRead(), ...readings },
    measuredWidths: record.measuredWidths,
    depthsMm: depthsBetween(depths.first, depths.last, depths.count),
  };
}

const modelName = ({ model: { name, version, bundleSha256 } }: RunRecord) =>
  `${name} ${version} (${bundleSha256.slice(0, 12)}...)`;

/** What is not as it was when a recorded run was made; one sentence each. */
export function changesSince(stored: RunRecord, again: RunRecord): Sentence[] {
  const changes = [
    [
      stored.model.bundleSha256 !== again.model.bundleSha256,
      say('modelDiffers', { before: modelName(stored), now: modelName(again) }),
    ],
    [
      stored.radiographUid !== null && stored.radiographUid !== again.radiographUid,
      say('radiographDiffers'),
    ],
    [
      stored.radiographSha256 !== null && stored.radiographSha256 !== again.radiographSha256,
      say('inputDiffers'),
    ],
    [
      stored.productVersion !== again.productVersion,
      say('softwareDiffers', { before: stored.productVersion, now: again.productVersion }),
    ],
    [
      stored.runtime !== again.runtime,
      say('runtimeDiffers', { before: stored.runtime, now: again.runtime }),
    ],
  ] as const;
  return changes.filter(([differs]) => differs).map(([, sentence]) => sentence);
}

export interface RepeatFinding {
  /**
   * `identical`: the same pixels. `within-tolerance`: on another runtime, and as near as runtimes are to
   * each other. `different`: other pixels, or other ones cannot be excluded.
   */
  verdict: 'identical' | 'within-tolerance' | 'different';
  /** Distance of the pixels relative to the length of the stored ones; null where these are not at hand. */
  distance: number | null;
  /** What is not as it was. */
  changes: Sentence[];
}

function relativeDistance(stored: ArrayLike<number>, again: ArrayLike<number>): number {
  if (stored.length !== again.length) {
    return Number.POSITIVE_INFINITY;
  }
  let [difference, length] = [0, 0];
  for (let index = 0; index < stored.length; index++) {
    const value = stored[index] ?? 0;
    difference += ((again[index] ?? 0) - value) ** 2;
    length += value ** 2;
  }
  return length === 0 && difference === 0 ? 0 : Math.sqrt(difference / length);
}

/**
 * Whether a run that was repeated gave what the stored one gave.
 * @param pixels stored pixels of all slices in order; without the stored ones only hashes are compared
 */
export function compareRuns(
  stored: RunRecord,
  again: RunRecord,
  pixels: { stored: Uint16Array | null; again: Uint16Array }
): RepeatFinding {
  const changes = changesSince(stored, again);
  if (stored.pixelsSha256 === again.pixelsSha256) {
    return { verdict: 'identical', distance: 0, changes };
  }
  const distance = pixels.stored && relativeDistance(pixels.stored, pixels.again);
  const otherRuntimeOnly = changes.length === 1 && stored.runtime !== again.runtime;
  const isNear = distance !== null && distance <= REPEAT_TOLERANCE;
  return {
    verdict: otherRuntimeOnly && isNear ? 'within-tolerance' : 'different',
    distance,
    changes,
  };
}
