/** What one runtime needed for one volume; all are of a loaded, self-tested and warmed-up engine. */
export interface Measurement {
  /** Sampling time by slices and steps, those of a restart among them: the network and all that the engine does around it. */
  stepMs: number;
  /** Decoding time by slices. */
  decodeMs: number;
  /** From the request to the first slices that can be shown. */
  firstSliceMs: number;
  volumeMs: number;
  /** Loading, checking and, in the engine, the self-test, before the first request. */
  loadMs: number;
  /** Most memory of the process that computes, MiB; null where the system does not tell. */
  peakMemoryMb: number | null;
  /** Tasks of over 50 ms on the page's main thread while the volume was made; null outside a browser. */
  longTasks: { count: number; longestMs: number } | null;
}

/** A runtime of the table: what was measured, or why nothing was. */
export interface Row {
  /** Stable name, for programs: `pytorch`, `node`, `wasm-1`, ... */
  id: string;
  name: string;
  threads: number;
  /** Slices that are sampled and decoded together. */
  batch: number;
  /** The device as its runtime calls it. */
  device: string;
  version: string;
  measured: Measurement | null;
  /** Why nothing was measured. */
  absent: string | null;
  /** Share of the arithmetic floor that the whole volume reached, 0 to 1. */
  ofFloor: number | null;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** One measurement out of several rounds: medians, but the most memory and the longest task of all. */
export function overRounds(rounds: readonly Measurement[]): Measurement {
  const middle = (value: (round: Measurement) => number) => median(rounds.map(value));
  const memory = rounds.flatMap(({ peakMemoryMb }) => peakMemoryMb ?? []);
  const tasks = rounds.flatMap(({ longTasks }) => longTasks ?? []);
  return {
    stepMs: middle(({ stepMs }) => stepMs),
    decodeMs: middle(({ decodeMs }) => decodeMs),
    firstSliceMs: middle(({ firstSliceMs }) => firstSliceMs),
    volumeMs: middle(({ volumeMs }) => volumeMs),
    loadMs: middle(({ loadMs }) => loadMs),
    peakMemoryMb: memory.length === 0 ? null : Math.max(...memory),
    longTasks:
      tasks.length === 0
        ? null
        : {
            count: Math.max(...tasks.map(({ count }) => count)),
            longestMs: Math.max(...tasks.map(({ longestMs }) => longestMs)),
          },
  };
}
