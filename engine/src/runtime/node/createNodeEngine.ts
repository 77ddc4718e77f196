import { availableParallelism, totalmem } from 'node:os';
import { LocalEngine } from '../localEngine';
import type { RuntimeCandidate } from '../openEngine';
import { ortSessions } from '../ortSession';
import type { OpenSession } from '../sessions';
import type { Runtime, SynthesisEngine } from '../types';
import { bundleFolder } from './readBundleFile';

export interface NodeEngineOptions {
  /** The folder of the model bundle. */
  bundleDir: string;
  /**
   * 'cpu', the default, is the native runtime. 'wasm' is what a browser without WebGPU uses. 'webgpu'
   * is native and needs Vulkan and a driver on Linux. None of them falls back to another one here.
   */
  runtime?: Runtime;
  /** All cores by default; 1 on WebGPU. */
  threads?: number;
  /** Slices that are sampled and decoded together; chosen for the device by default. */
  batchSize?: number;
}

async function nativeSessions(provider: 'cpu' | 'webgpu', threads: number): Promise<OpenSession> {
  const ort = await import('onnxruntime-node');
  return ortSessions(ort, {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    logSeverityLevel: 3,
    // A session's threads go on spinning after a run and take the cores from the next network: the
    // decoder took twice as long beside the denoiser.
    extra: { session: { force_spinning_stop: '1' } },
  });
}

async function wasmSessions(threads: number): Promise<OpenSession> {
  const ort = await import('onnxruntime-web');
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = 'error';
  return ortSessions(ort, { executionProviders: ['wasm'] });
}

/** An engine in this Node process. */
export function createNodeEngine({
  bundleDir,
  runtime = 'cpu',
  threads = availableParallelism(),
  batchSize,
}: NodeEngineOptions): SynthesisEngine {
  const candidate: RuntimeCandidate = {
    runtime,
    threads: runtime === 'webgpu' ? 1 : threads,
    batchSize,
    memoryGb: totalmem() / 2 ** 30,
    prepare: () => (runtime === 'wasm' ? wasmSessions(threads) : nativeSessions(runtime, threads)),
  };
  return new LocalEngine(bundleFolder(bundleDir), [candidate]);
}
