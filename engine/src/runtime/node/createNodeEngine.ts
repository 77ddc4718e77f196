import { availableParallelism } from 'node:os';
import * as ort from 'onnxruntime-node';
import { LocalEngine } from '../localEngine';
import { ortSessions } from '../ortSession';
import type { RuntimeCandidate } from '../openEngine';
import type { SynthesisEngine } from '../types';
import { bundleFolder } from './readBundleFile';

export interface NodeEngineOptions {
  /** The folder of the model bundle. */
  bundleDir: string;
  /** 'cpu', the default; 'webgpu' needs Vulkan and a driver on Linux and has no fallback here. */
  runtime?: 'cpu' | 'webgpu';
  /** All cores by default; 1 on WebGPU. */
  threads?: number;
}

/** Slices in a batch; on a CPU more of them only delay the first slice. */
const BATCH_SIZE = { cpu: 4, webgpu: 10 };

/** An engine in this Node process. */
export function createNodeEngine({
  bundleDir,
  runtime = 'cpu',
  threads = availableParallelism(),
}: NodeEngineOptions): SynthesisEngine {
  const candidate: RuntimeCandidate = {
    runtime,
    threads: runtime === 'cpu' ? threads : 1,
    batchSize: BATCH_SIZE[runtime],
    prepare: async () =>
      ortSessions(ort, {
        executionProviders: [runtime],
        intraOpNumThreads: threads,
        logSeverityLevel: 3,
      }),
  };
  return new LocalEngine(bundleFolder(bundleDir), [candidate]);
}
