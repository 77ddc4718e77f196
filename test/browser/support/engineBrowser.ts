import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startStaticServer, type StaticServer } from './staticServer';

const run = promisify(execFile);
const REPOSITORY = path.resolve(__dirname, '../../..');
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Untrained networks of the contract's shapes; served as `/models/tiny` and under other names. */
export const TINY_BUNDLE = path.join(REPOSITORY, 'test/fixtures/tiny-bundle');

/** Chromium with the engine's worker and page modules, served from 127.0.0.1. */
export interface EngineBrowser {
  browser: Browser;
  server: StaticServer;
  /** A page with the function `loadEngine`; of its own process and storage with `isolated`. */
  openPage(options?: { isolated?: boolean }): Promise<Page>;
  close(): Promise<void>;
}

export interface EngineBrowserOptions {
  /** Other names below `/models` for the tiny bundle. */
  bundles?: readonly string[];
  /** Takes a request before the folders do; true when it has answered. */
  intercept?(pathname: string, response: ServerResponse): boolean;
}

/** Builds the worker, serves it, and opens Chromium with a software graphics adapter. */
export async function openEngineBrowser({
  bundles = [],
  intercept,
}: EngineBrowserOptions = {}): Promise<EngineBrowser> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'engine-browser-'));
  await run(process.execPath, [path.join(__dirname, 'buildPage.mjs'), scratch]);
  const names = ['tiny', ...bundles].map(name => [`/models/${name}`, TINY_BUNDLE]);
  const server = await startStaticServer({
    folders: { '/plugin': scratch, ...Object.fromEntries(names) },
    intercept,
  });
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--enable-unsafe-webgpu',
      '--use-webgpu-adapter=swiftshader',
    ],
  });
  return {
    browser,
    server,
    async openPage({ isolated = false } = {}) {
      const page = await browser.newPage();
      await page.goto(`${isolated ? server.isolatedUrl : server.url}/`);
      await page.addScriptTag({ url: '/plugin/load.js' });
      return page;
    },
    async close() {
      await browser.close();
      await server.close();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}
