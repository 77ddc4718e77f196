import type { Solver } from '../../bundle';
import { notRead, type Readings } from '../../features';
import type { Region, Side } from '../../radiograph';
import { depthsBetween } from '../../volume';
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
  depthsMm: number[];
  seed: number;
  sample: number;
  steps: number;
  solver: Solver;
  guidance: number;
}

/**
 * The request of a recorded run, to the last bit.
 * @throws {DicomError} 'file' for what no single run made, and for records that miss something
 */
export function repeatRequest(record: RunRecord): RepeatRequest {
  const { region, side, frame, turnedOver, readings, depths } = record;
  const { seed, sample, steps, guidance } = record;
  const solver = SOLVERS.find(known => known === record.solver);
  if (record.content !== 'sample') {
    throw new DicomError(
      'file',
      `This series is a figure over ${record.samples} samples, not one of them. Repeat a sample.`
    );
  }
  if (region === null || solver === undefined) {
    throw new DicomError(
      'file',
      `The record of the run does not tell its ${region === null ? 'crop of the radiograph' : 'solver'}, so it cannot be repeated.`
    );
  }
  return {
    ...{ side, frame, turnedOver, region, seed, sample, steps, solver, guidance },
    readings: { ...notRead(), ...readings },
    depthsMm: depthsBetween(depths.first, depths.last, depths.count),
  };
}

/** What is not as it was when a recorded run was made; one sentence each. */
export function changesSince(stored: RunRecord, again: RunRecord): string[] {
  const changes = [
    [
      stored.model.bundleSha256 !== again.model.bundleSha256,
      `The model differs: it was ${stored.model.name} ${stored.model.version} (${stored.model.bundleSha256.slice(0, 12)}...), now it is ${again.model.name} ${again.model.version} (${again.model.bundleSha256.slice(0, 12)}...).`,
    ],
    [
      stored.radiographUid !== null && stored.radiographUid !== again.radiographUid,
      'The radiograph is another one than the run was made from.',
    ],
    [
      stored.radiographSha256 !== null && stored.radiographSha256 !== again.radiographSha256,
      'The part of the radiograph that the model saw differs: its pixels, or how they are read.',
    ],
    [
      stored.productVersion !== again.productVersion,
      `The software differs: it was version ${stored.productVersion}, now it is ${again.productVersion}.`,
    ],
    [
      stored.runtime !== again.runtime,
      `The runtime differs: it was ${stored.runtime}, now it is ${again.runtime}.`,
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
  changes: string[];
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
