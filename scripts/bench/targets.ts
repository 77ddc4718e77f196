import type { Row } from './measurement';

/** A figure beside its target. Figures are told, never asserted: they are the machine's as well. */
export interface Finding {
  what: string;
  figure: number;
  target: number;
  unit: string;
}

type Time = 'stepMs' | 'decodeMs' | 'volumeMs';

function measured(rows: readonly Row[], ids: string): Row[] {
  return rows.filter(({ id, measured: found }) => id.startsWith(ids) && found !== null);
}

/** The quickest of some rows at something. */
function least(rows: readonly Row[], time: Time): number {
  return Math.min(...rows.map(row => row.measured?.[time] ?? Number.POSITIVE_INFINITY));
}

function ratios(
  [above, below]: readonly [Row[], Row[]],
  target: number,
  name: string,
  unit: string
): Finding[] {
  if (above.length === 0 || below.length === 0) return [];
  const parts: readonly [Time, string][] = [
    ['stepMs', 'a step'],
    ['decodeMs', 'a decoded slice'],
    ['volumeMs', 'the volume'],
  ];
  return parts.map(([time, part]) => ({
    what: `${name}, ${part}`,
    figure: least(above, time) / least(below, time),
    target,
    unit,
  }));
}

/** Targets of the processor's runtimes: ratios at equal threads, and the seconds that users wait. */
export function findings(rows: readonly Row[], threads: number): Finding[] {
  const [node, wasm] = [measured(rows, 'node'), measured(rows, `wasm-${threads}`)];
  const pytorch = measured(rows, 'pytorch');
  const [browser] = wasm;
  return [
    ...ratios([node, pytorch], 1, 'onnxruntime-node by the faster PyTorch eager', 'x'),
    ...ratios([wasm, node], 4.5, `WASM with ${threads} threads by onnxruntime-node`, 'x'),
    ...(browser?.measured
      ? [
          {
            what: 'the whole volume in the browser (WASM)',
            figure: browser.measured.volumeMs / 1000,
            target: 60,
            unit: 's',
          },
          {
            what: 'the first slices in the browser (WASM)',
            figure: browser.measured.firstSliceMs / 1000,
            target: 5,
            unit: 's',
          },
          {
            what: 'the longest task on the main thread',
            figure: browser.measured.longTasks?.longestMs ?? 0,
            target: 50,
            unit: 'ms',
          },
        ]
      : []),
  ];
}

/** Findings on a GPU: how far the WebGPU provider is from PyTorch on CUDA; no target is set. */
export function gpuRatio(rows: readonly Row[]): number | null {
  const [webgpu, cuda] = [measured(rows, 'node-webgpu'), measured(rows, 'cuda')];
  return webgpu.length && cuda.length ? least(webgpu, 'volumeMs') / least(cuda, 'volumeMs') : null;
}
