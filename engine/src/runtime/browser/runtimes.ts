/// <reference types="@webgpu/types" />
import * as ort from 'onnxruntime-web/webgpu';
import { EngineError } from '../EngineError';
import type { RuntimeCandidate } from '../openEngine';
import { ortSessions } from '../ortSession';
import { say } from '../../sentences';
import type { WorkerSetup } from './protocol';

/** The scripts of onnxruntime's module carry .js, which every server knows as JavaScript. */
const ORT_MODULE = 'ort-wasm-simd-threaded.asyncify';

const MOST_THREADS = 4;
/** A run on a lost device may fail some time before the device says that it is lost. */
const LOSS_NOTICE_MS = 1000;

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}

type BatchChoice = Pick<RuntimeCandidate, 'batchSize' | 'memoryGb'>;

/** The memory that is built in, as far as this browser tells it: never more than it thinks private. */
function memoryGb(): number | undefined {
  const { deviceMemory }: WorkerNavigator & { deviceMemory?: number } = self.navigator;
  return deviceMemory;
}

function webgpu(chosen: BatchChoice): RuntimeCandidate {
  let lost: Promise<boolean> = new Promise(() => undefined);
  return {
    runtime: 'webgpu',
    threads: 1,
    ...chosen,
    async prepare() {
      const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
      if (!adapter) throw new EngineError('no-adapter', say('noWebgpu'));
      lost = new Promise(() => undefined);
      ort.env.webgpu.powerPreference = 'high-performance';
      const open = ortSessions(ort, { executionProviders: ['webgpu'] });
      return async weights => {
        const session = await open(weights);
        const device: GPUDevice = await ort.env.webgpu.device;
        lost = device.lost.then(() => true);
        return session;
      };
    },
    isLost: () => Promise.race([lost, pause(LOSS_NOTICE_MS).then(() => false)]),
  };
}

function wasm(threads: number, chosen: BatchChoice): RuntimeCandidate {
  return {
    runtime: 'wasm',
    threads,
    ...chosen,
    note: crossOriginIsolated ? undefined : say('oneThread'),
    prepare: async () => ortSessions(ort, { executionProviders: ['wasm'] }),
  };
}

/** The runtimes of this browser in the order they are tried. To be called once, before any session. */
export function browserRuntimes({
  wasmUrl,
  prefer,
  threads,
  batchSize,
}: WorkerSetup): RuntimeCandidate[] {
  const available = crossOriginIsolated ? navigator.hardwareConcurrency : 1;
  const wanted = threads ?? Math.min(available, MOST_THREADS);
  ort.env.wasm.numThreads = Math.max(1, Math.min(wanted, available));
  ort.env.wasm.wasmPaths = {
    mjs: new URL(`${ORT_MODULE}.js`, wasmUrl),
    wasm: new URL(`${ORT_MODULE}.wasm`, wasmUrl),
  };
  ort.env.logLevel = 'error';
  const chosen = { batchSize: batchSize ?? undefined, memoryGb: memoryGb() };
  const onProcessor = wasm(ort.env.wasm.numThreads, chosen);
  return prefer === 'wasm' ? [onProcessor] : [webgpu(chosen), onProcessor];
}
