import { readFile } from 'node:fs/promises';
import { chromium, type Browser } from 'playwright-core';
import type * as BenchPage from './page';
import type { PageTask } from './page';
import { NotHere, type BenchRuntime, type Sample } from './runtimes';
import { serveSite } from './serveSite';

/** Loads the page's module in the page; Playwright sends functions as text. */
declare const loadBench: () => Promise<typeof BenchPage>;

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const KILOBYTES_IN_MEGABYTE = 1024;

/** Most memory that a process has had, MiB; null where the system does not tell. */
async function peakOf(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(status) ?? [];
  return kilobytes === undefined ? null : Number(kilobytes) / KILOBYTES_IN_MEGABYTE;
}

/** Of the page's process, the largest of its kind; on WebGPU with the GPU process, which holds the buffers. */
async function peakMemory(browser: Browser, withGpu: boolean): Promise<number | null> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const largest = async (kind: string) => {
    const ofKind = processInfo.filter(({ type }) => type === kind);
    const peaks = await Promise.all(ofKind.map(({ id }) => peakOf(id)));
    return peaks.every(peak => peak === null) ? null : Math.max(...peaks.map(peak => peak ?? 0));
  };
  const [page, gpu] = [await largest('renderer'), withGpu ? await largest('GPU') : 0];
  return page === null ? null : page + (gpu ?? 0);
}

async function sampleInBrowser(siteDir: string, task: PageTask): Promise<Sample> {
  const site = await serveSite(siteDir);
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(task.prefer === 'webgpu' ? ['--enable-unsafe-webgpu', '--enable-features=Vulkan'] : []),
    ],
  });
  try {
    const page = await browser.newPage();
    await page.goto(site.url);
    const adapter = await page.evaluate(async () => (await loadBench()).realAdapter());
    if (task.prefer === 'webgpu' && adapter === null) throw new NotHere('no adapter');
    const found = await page.evaluate(async given => (await loadBench()).measure(given), task);
    if (found.runtime !== task.prefer || found.threads !== task.threads) {
      const instead = `${found.runtime} with ${found.threads} threads ran instead`;
      throw new NotHere([instead, ...found.notes].join('; '));
    }
    const peakMemoryMb = await peakMemory(browser, task.prefer === 'webgpu');
    return {
      device: task.prefer === 'webgpu' ? (adapter ?? '') : 'cpu',
      version: `Chromium ${browser.version()}`,
      batch: found.batch,
      measurement: { ...found.measurement, peakMemoryMb },
    };
  } finally {
    await browser.close();
    await site.close();
  }
}

/**
 * The product's worker in Chromium; a browser for each sample.
 * @param siteDir index.html with `loadBench`, film.dcm, and the built plugin in `plugin/`
 */
export function browserRuntime(siteDir: string, task: PageTask): BenchRuntime {
  const isGpu = task.prefer === 'webgpu';
  return {
    id: isGpu ? 'webgpu' : `wasm-${task.threads}`,
    name: isGpu ? 'Chromium, WebGPU' : 'Chromium, WASM',
    threads: task.threads,
    sample: () => sampleInBrowser(siteDir, task),
  };
}
