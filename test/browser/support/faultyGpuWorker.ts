/// <reference types="@webgpu/types" />
import '../../../engine/src/runtime/browser/worker';

/**
 * The engine's worker on a graphics device that answers wrongly without an error. The fault is named by
 * the address: `?fault=scaled` reads all numbers back 2 % too large, `?fault=stale` gives the first
 * answer of a size again and again.
 */
const fault = new URL(globalThis.location.href).searchParams.get('fault');
const FACTOR = 1.02;
const FLOAT_BYTES = 4;

const kept = new Map<number, ArrayBuffer>();
const faults: Record<string, (answer: ArrayBuffer) => ArrayBuffer> = {
  scaled: answer => new Float32Array(answer).map(value => FACTOR * value).buffer,
  stale: answer => {
    const first = kept.get(answer.byteLength) ?? answer.slice(0);
    kept.set(answer.byteLength, first);
    return first;
  },
};

const spoil = faults[fault ?? ''];
if (!spoil) throw new Error(`There is no fault "${fault}".`);

const { getMappedRange } = GPUBuffer.prototype;
GPUBuffer.prototype.getMappedRange = function (...range) {
  const answer = getMappedRange.apply(this, range);
  const isAnswer = (this.usage & GPUBufferUsage.MAP_READ) !== 0;
  return isAnswer && answer.byteLength % FLOAT_BYTES === 0 ? spoil(answer) : answer;
};
