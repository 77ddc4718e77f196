import { loadBundle, type Bundle, type BundleReader } from '../bundle';
import { say, saysTheSame, type Sentence } from '../sentences';
import { EngineError } from './EngineError';
import { parseGolden, type Golden } from './golden';
import { openNetworks, weightsBytes, type Networks } from './networks';
import { progressSpan, type ProgressSpan } from './progressSpan';
import { selfTest, selfTestRuns, type Mismatch } from './selfTest';
import type { OpenSession } from './sessions';
import { toEngineError } from './toEngineError';
import type { JobOptions, Runtime } from './types';

/** A runtime that may be tried. */
export interface RuntimeCandidate {
  runtime: Runtime;
  threads: number;
  /** Slices that are sampled and decoded together; chosen by `batchSizeFor` by default. */
  batchSize?: number;
  /** Memory of the computer, GiB, where it is told. */
  memoryGb?: number;
  /** For the user, about this runtime. */
  note?: Sentence;
  /**
   * Makes the runtime ready.
   * @throws {EngineError} 'no-adapter' and others
   */
  prepare(): Promise<OpenSession>;
  /** Whether its device is gone, so that no session on it will work again. */
  isLost?(): Promise<boolean>;
}

/** Networks that have passed the self-test on a runtime. */
export interface OpenedEngine {
  bundle: Bundle;
  candidate: RuntimeCandidate;
  networks: Networks;
  notes: Sentence[];
}

/** That a network's answers cannot be trusted on a runtime. */
export function mismatchError(runtime: Runtime, mismatch: Mismatch): EngineError {
  const error = 100 * Math.max(mismatch.valuesError, mismatch.normError);
  const percent = Number(error.toPrecision(2));
  const { network } = mismatch;
  return new EngineError('selftest', say('wrongAnswer', { runtime, network, percent }));
}

async function openOn(
  candidate: RuntimeCandidate,
  bundle: Bundle,
  golden: Golden,
  {
    signal,
    onNote,
    ...spans
  }: {
    load: ProgressSpan;
    test: ProgressSpan;
    signal?: AbortSignal;
    onNote(note: Sentence): void;
  }
): Promise<Networks> {
  const openSession = await candidate.prepare();
  const networks = await openNetworks(bundle, openSession, { signal, onNote, span: spans.load });
  try {
    const mismatch = await selfTest(networks, golden, { signal, span: spans.test });
    if (mismatch) throw mismatchError(candidate.runtime, mismatch);
    return networks;
  } catch (error) {
    await networks.release();
    throw error;
  }
}

/** Whether another runtime may do better: the fault is not the bundle's, the input's or the user's. */
function worthAnotherRuntime(error: EngineError): boolean {
  return ['selftest', 'no-adapter', 'out-of-memory', 'runtime'].includes(error.code);
}

/**
 * Opens a bundle on the first of the candidates that works and passes the self-test.
 * @throws {EngineError} of the last candidate, or of the bundle
 */
export async function openEngine(
  readFile: BundleReader,
  candidates: readonly RuntimeCandidate[],
  { signal, onProgress }: JobOptions
): Promise<OpenedEngine> {
  const bundle = await loadBundle(readFile, { signal });
  const golden = parseGolden(await bundle.file('golden', { signal }));
  const load = progressSpan('load', weightsBytes(bundle.networks), onProgress);
  const test = progressSpan('selftest', selfTestRuns(golden), onProgress);
  const notes: Sentence[] = [];
  const onNote = (note: Sentence) => {
    if (!notes.some(known => saysTheSame(known, note))) notes.push(note);
  };
  for (const [i, candidate] of candidates.entries()) {
    try {
      const networks = await openOn(candidate, bundle, golden, { load, test, signal, onNote });
      if (candidate.note !== undefined) notes.push(candidate.note);
      return { bundle, candidate, networks, notes };
    } catch (cause) {
      const error = toEngineError(cause, signal);
      if (i === candidates.length - 1 || !worthAnotherRuntime(error)) throw error;
      notes.push(error.sentence);
    }
  }
  throw new EngineError('runtime', say('noRuntimeLeft'));
}
