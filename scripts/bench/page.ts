/// <reference types="@webgpu/types" />
import { createWorkerEngine } from '@xray-to-mri/engine/runtime/browser';
import type { Measurement } from './measurement';
import { timeEngine } from './timeEngine';
import type { Workload } from './workload';

export interface PageTask {
  prefer: 'webgpu' | 'wasm';
  threads: number;
  /** Folder of the bundle, relative to the page. */
  bundleUrl: string;
  work: Workload;
}

export interface PageAnswer {
  measurement: Omit<Measurement, 'peakMemoryMb'>;
  runtime: string;
  threads: number;
  batch: number;
  notes: string[];
}

/** Names of adapters that are programs; what they measure is the processor. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render/i;

/** The graphics adapter in words; null where there is none, or a software one only. */
export async function realAdapter(): Promise<string | null> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return null;
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const words = [vendor, architecture, device, description].filter(Boolean).join(' ');
  return isFallbackAdapter || SOFTWARE.test(words) ? null : words;
}

/** Measures one runtime in this page, which does nothing else. */
export async function measure({ prefer, threads, bundleUrl, work }: PageTask): Promise<PageAnswer> {
  const film = new Uint8Array(await (await fetch('film.dcm')).arrayBuffer());
  const tasks: PerformanceEntry[] = [];
  const observer = new PerformanceObserver(list => tasks.push(...list.getEntries()));
  observer.observe({ type: 'longtask' });
  const began = performance.now();
  const engine = createWorkerEngine({
    workerUrl: 'plugin/worker.js',
    ...{ bundleUrl, prefer, threads },
  });
  let started = Number.POSITIVE_INFINITY;
  const times = await timeEngine({
    ...{ engine, film, work, began },
    onStart: () => (started = performance.now()),
  });
  const info = await engine.info;
  await engine.dispose();
  tasks.push(...observer.takeRecords());
  observer.disconnect();
  const long = tasks.filter(({ startTime }) => startTime >= started);
  return {
    measurement: {
      ...times,
      longTasks: {
        count: long.length,
        longestMs: Math.max(0, ...long.map(({ duration }) => duration)),
      },
    },
    runtime: info.runtime,
    threads: info.threads,
    batch: info.batchSize,
    notes: info.notes.map(({ text }) => text),
  };
}
