import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { itWith } from '../../engine/test/tools';
import { launch } from './support/chromium';
import { openStudy } from './support/openedStudy';
import { filmStudy, type TestStudy } from './support/studies';

/** Tools of dcmtk that compress without loss, by the transfer syntax that comes out. */
const COMPRESSED: readonly (readonly [name: string, tool: string, ...options: string[]])[] = [
  ['JPEG Lossless', 'dcmcjpeg', '+e1'],
  ['JPEG-LS', 'dcmcjpls'],
  ['RLE', 'dcmcrle'],
];

describe('a film that is compressed without loss', () => {
  const folder = mkdtempSync(join(tmpdir(), 'compressed-'));
  let browser: Browser;
  let plain: TestStudy;
  let expected = '';

  function compressed(tool: string, options: readonly string[]): TestStudy {
    const [from, to] = [join(folder, 'plain.dcm'), join(folder, `${tool}.dcm`)];
    writeFileSync(from, plain.files[0] ?? new Uint8Array(0));
    const { status, stderr } = spawnSync(tool, [...options, from, to], { encoding: 'utf8' });
    if (status !== 0) {
      throw new Error(`${tool} refused: ${stderr}`);
    }
    return { ...plain, files: [new Uint8Array(readFileSync(to))] };
  }

  /** What the model would see of a film, as a picture. */
  async function cropOf(study: TestStudy): Promise<string> {
    const { panel, test, close } = await openStudy(browser, study);
    try {
      await panel.waitUntilReady();
      const crop = panel.part('crop');
      const picture = await crop.evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL());
      expect(test.errors).toEqual([]);
      return picture;
    } finally {
      await close();
    }
  }

  beforeAll(async () => {
    browser = await launch();
    plain = await filmStudy({});
    expected = await cropOf(plain);
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  for (const [name, tool, ...options] of COMPRESSED) {
    itWith(tool)(
      `looks to the model as it did before, decoded by the viewer: ${name}`,
      async () => {
        expect(expected.length).toBeGreaterThan(1000);
        expect(await cropOf(compressed(tool, options))).toBe(expected);
      }
    );
  }
});
