import { BundleError } from '../bundle';
import { DicomError } from '../dicom';
import { ReadingsError } from '../features';
import { RadiographError } from '../radiograph';
import { say } from '../sentences';
import { EngineError } from './EngineError';

/**
 * How onnxruntime says that memory ran out. WASM that cannot grow throws bad_alloc, or names the buffer that
 * it failed to allocate, while it is loading, and aborts or traps while a network runs; nothing works in it
 * after that. The native runtime names the buffer. Typed arrays and WASM itself throw a RangeError.
 */
const OUT_OF_MEMORY =
  /out of memory|bad_alloc|failed to allocate|memory access out of bounds|^aborted\(/i;

/** How the native WebGPU provider says that there is no device for it. */
const NO_ADAPTER = /failed to get a webgpu adapter|no supported adapters/i;

/**
 * The error of a job, whatever was thrown; a cancellation counts before everything else. What other
 * software says goes into the cause only.
 */
export function toEngineError(error: unknown, signal?: AbortSignal): EngineError {
  if (signal?.aborted) {
    return new EngineError('cancelled', say('cancelled'), { cause: error });
  }
  if (error instanceof EngineError) return error;
  if (error instanceof BundleError) {
    return new EngineError(`bundle-${error.code}`, error.sentence, { cause: error });
  }
  if (
    error instanceof RadiographError ||
    error instanceof ReadingsError ||
    error instanceof DicomError
  ) {
    return new EngineError('input', error.sentence, { cause: error });
  }
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof RangeError || OUT_OF_MEMORY.test(reason)) {
    return new EngineError('out-of-memory', say('outOfMemory'), { cause: error });
  }
  if (NO_ADAPTER.test(reason)) {
    return new EngineError('no-adapter', say('noAdapterHere'), { cause: error });
  }
  return new EngineError('runtime', say('runtimeFailed'), { cause: error });
}
