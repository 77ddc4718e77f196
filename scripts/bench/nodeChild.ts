import { readFile } from 'node:fs/promises';
import { createNodeEngine } from '@xray-to-mri/engine/runtime/node';
import type { Runtime } from '@xray-to-mri/engine';
import type { Measurement } from './measurement';
import { timeEngine } from './timeEngine';
import type { Workload } from './workload';

/** What the process is given as its only argument, as JSON. */
export interface NodeTask {
  bundleDir: string;
  film: string;
  runtime: Runtime;
  threads: number;
  work: Workload;
}

/** What the process prints. */
export type NodeAnswer =
  { measurement: Measurement; batch: number } | { failure: { code: string; message: string } };

const MEGABYTE_IN_KILOBYTES = 1024;

async function answer({ bundleDir, film, runtime, threads, work }: NodeTask): Promise<NodeAnswer> {
  const bytes = await readFile(film);
  const began = performance.now();
  const engine = createNodeEngine({ bundleDir, runtime, threads });
  try {
    const times = await timeEngine({ engine, film: bytes, work, began });
    const { batchSize } = await engine.info;
    const peakMemoryMb = process.resourceUsage().maxRSS / MEGABYTE_IN_KILOBYTES;
    return { measurement: { ...times, peakMemoryMb, longTasks: null }, batch: batchSize };
  } catch (error) {
    const { code = 'runtime', message = '' } = Object(error) as { code?: string; message?: string };
    return { failure: { code, message } };
  } finally {
    await engine.dispose();
  }
}

const task: NodeTask = JSON.parse(process.argv[2] ?? '');
process.stdout.write(`${JSON.stringify(await answer(task))}\n`);
