import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseBundleMetadata } from '@xray-to-mri/engine';
import { browserRuntime } from './browserRuntime';
import { shareOfFloor, volumeGigaMacs } from './floor';
import { measureRows } from './measureRows';
import { nodeRuntime } from './nodeRuntime';
import { measureFloor, pytorch } from './pytorch';
import { recordIn } from './recordTable';
import { describeMachine, type Report } from './report';
import type { BenchRuntime } from './runtimes';
import { markdown } from './table';
import { findings, gpuRatio } from './targets';
import { workloadOf, type Workload } from './workload';

export interface BenchOptions {
  threads: number;
  rounds: number;
  /** Four slices and two steps. */
  quick: boolean;
  json: boolean;
  /** Writes the table into docs/benchmarks.md. */
  record: boolean;
}

/** Where everything lies; `scripts/lib/bench.mjs` has built it. */
export interface BenchSetup {
  root: string;
  python: string;
  bundleDir: string;
  film: string;
  /** The built page and plugin. */
  siteDir: string;
  /** The built process of one sample in Node. */
  nodeProgram: string;
}

/** Slices in a batch of PyTorch: the engine's own number, and one that suits PyTorch better. */
const PYTORCH_BATCHES = { cpu: [2, 10], cuda: [10, 50] } as const;

type Work = Workload & { solver: string };

function processorRuntimes(setup: BenchSetup, threads: number, work: Work): BenchRuntime[] {
  const { bundleDir, film, siteDir, nodeProgram: program, root } = setup;
  const inPage = (prefer: 'wasm' | 'webgpu', pageThreads: number) =>
    browserRuntime(siteDir, { prefer, threads: pageThreads, bundleUrl: 'model', work });
  return [
    ...PYTORCH_BATCHES.cpu.map(batch => pytorch(setup, 'cpu', { threads, batch, work })),
    nodeRuntime({ root, program }, { bundleDir, film, runtime: 'cpu', threads, work }),
    ...[...new Set([1, threads])].map(each => inPage('wasm', each)),
    inPage('webgpu', 1),
  ];
}

function gpuRuntimes(setup: BenchSetup, work: Work): BenchRuntime[] {
  const { bundleDir, film, nodeProgram: program, root } = setup;
  return [
    ...PYTORCH_BATCHES.cuda.map(batch => pytorch(setup, 'cuda', { threads: 1, batch, work })),
    nodeRuntime({ root, program }, { bundleDir, film, runtime: 'webgpu', threads: 1, work }),
  ];
}

/** The best rates of the processor, by the number of threads. */
async function floors(setup: BenchSetup, threads: readonly number[], device: 'cpu' | 'cuda') {
  const rates: Record<string, number> = {};
  let macs: Report['floor']['macs'] = null;
  for (const each of new Set(threads)) {
    const found = await measureFloor(setup, each, device);
    rates[each] = found.rate;
    macs = found.macs;
  }
  return { rates, macs };
}

function say(words: string): void {
  process.stderr.write(`${words}\n`);
}

async function report(
  setup: BenchSetup,
  { threads, rounds, quick }: BenchOptions,
  kind: 'processor' | 'gpu'
): Promise<{ report: Report; hasFailed: boolean }> {
  const machine = describeMachine();
  if (machine.load > 0.5) {
    say(
      `Something else runs here (load average ${machine.load.toFixed(2)}); it disturbs the figures.`
    );
  }
  const file = join(setup.bundleDir, 'configs', 'metadata.json');
  const metadata = parseBundleMetadata(JSON.parse(await readFile(file, 'utf8')));
  const work = workloadOf(metadata.xray_to_mri, { quick });

  const isGpu = kind === 'gpu';
  const runtimes = isGpu ? gpuRuntimes(setup, work) : processorRuntimes(setup, threads, work);
  const measured = await measureRows(runtimes, rounds, say);
  const { rows, versions, hasFailed } = measured;
  say('the arithmetic floor');
  const isThere = rows.some(({ id, measured: found }) => id.startsWith('cuda') && found !== null);
  const floor =
    isGpu && !isThere
      ? { rates: {}, macs: null }
      : await floors(setup, isGpu ? [1] : [1, threads], isGpu ? 'cuda' : 'cpu');
  for (const row of rows) {
    const rate = floor.rates[row.threads];
    const onProcessor = isGpu || row.id !== 'webgpu';
    if (row.measured && floor.macs && rate !== undefined && onProcessor) {
      row.ofFloor = shareOfFloor(volumeGigaMacs(floor.macs, work), rate, row.measured.volumeMs);
    }
  }
  return {
    hasFailed,
    report: {
      schemaVersion: 1,
      machine: { ...machine, versions: [...machine.versions, ...versions] },
      bundle: { name: metadata.name, version: metadata.version },
      workload: work,
      floor,
      rows,
      targets: isGpu ? [] : findings(rows, threads),
    },
  };
}

async function show(
  { root }: BenchSetup,
  found: Report,
  { json, record }: BenchOptions,
  table: { name: string; text: string }
): Promise<void> {
  process.stdout.write(`${json ? JSON.stringify(found, null, 2) : table.text}\n`);
  if (record) await recordIn(join(root, 'docs', 'benchmarks.md'), table.name, table.text);
}

/**
 * `npm run bench`: the side-by-side table of one run on one machine.
 * @returns the exit code: 1 when a runtime that is there could not be measured
 */
export async function bench(setup: BenchSetup, options: BenchOptions): Promise<number> {
  const { report: found, hasFailed } = await report(setup, options, 'processor');
  await show(setup, found, options, { name: 'table', text: markdown(found) });
  return hasFailed ? 1 : 0;
}

/**
 * `npm run bench:gpu`: onnxruntime-node's WebGPU provider beside PyTorch on CUDA, without a browser.
 * @returns the exit code: 1 when one of the two could not be measured
 */
export async function benchGpu(setup: BenchSetup, options: BenchOptions): Promise<number> {
  const { report: found, hasFailed } = await report(setup, options, 'gpu');
  const ratio = gpuRatio(found.rows);
  const text = [
    markdown(found),
    ...(ratio === null
      ? []
      : [
          `- onnxruntime-node on WebGPU by the faster PyTorch on CUDA, the volume: ${ratio.toFixed(2)} x`,
        ]),
  ].join('\n');
  await show(setup, found, options, { name: 'GPU table', text });
  return hasFailed || ratio === null ? 1 : 0;
}
