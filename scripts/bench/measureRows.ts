import { overRounds, type Row } from './measurement';
import { NotHere, type BenchRuntime, type Sample } from './runtimes';

/** What one runtime has given so far. */
interface Gathered {
  runtime: BenchRuntime;
  samples: Sample[];
  absent: string | null;
  failed: boolean;
}

export interface MeasuredRows {
  rows: Row[];
  versions: string[];
  /** Whether a runtime that is there could not be measured. */
  hasFailed: boolean;
}

function rowOf({ runtime, samples, absent }: Gathered): Row {
  const last = samples.at(-1);
  const { id, name, threads } = runtime;
  return {
    ...{ id, name, threads },
    batch: last?.batch ?? 0,
    device: last?.device ?? '',
    version: last?.version ?? '',
    measured: last ? overRounds(samples.map(({ measurement }) => measurement)) : null,
    absent,
    ofFloor: null,
  };
}

/**
 * Measures all runtimes in turn, round after round, so that what else happens on the machine falls on all
 * of them alike. A runtime that is not there is asked once.
 * @param onSample told before each sample
 */
export async function measureRows(
  runtimes: readonly BenchRuntime[],
  rounds: number,
  onSample: (words: string) => void
): Promise<MeasuredRows> {
  const gathered: Gathered[] = runtimes.map(runtime => ({
    ...{ runtime, samples: [], absent: null, failed: false },
  }));
  for (let round = 1; round <= rounds; round++) {
    for (const entry of gathered) {
      if (entry.absent !== null) continue;
      const { name, threads } = entry.runtime;
      onSample(
        `round ${round} of ${rounds}: ${name}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`
      );
      try {
        entry.samples.push(await entry.runtime.sample());
      } catch (error) {
        entry.samples = [];
        entry.absent = error instanceof Error ? error.message : String(error);
        entry.failed = !(error instanceof NotHere);
      }
    }
  }
  return {
    rows: gathered.map(rowOf),
    versions: [
      ...new Set(gathered.flatMap(({ samples }) => samples.map(({ version }) => version))),
    ],
    hasFailed: gathered.some(({ failed }) => failed),
  };
}
