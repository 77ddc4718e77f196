import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256Hex } from '../../bundle';
import { PRODUCT } from '../../dicom';
import { CliError, EXIT, textProperty } from '../CliError';
import type { SynthesizeOptions } from '../parseOptions';

const FILE = 'cohort.json';

/** What every case of a folder was made with; a run that would make others is refused. */
function signature(
  options: SynthesizeOptions,
  bundleSha256: string,
  readings: readonly unknown[]
): string {
  const { side, region, pixelSpacingMm, slices, steps, samples } = options;
  const { depthFactor, seed, runtime, format, suggestReadings } = options;
  const own = { side, region, pixelSpacingMm, slices, steps, samples, depthFactor, seed };
  const readingsSha256 = sha256Hex(new TextEncoder().encode(JSON.stringify(readings)));
  const made = { ...own, runtime, format, suggestReadings, readingsSha256 };
  const all = { version: PRODUCT.version, bundleSha256, ...made };
  return `${JSON.stringify(all, null, 2)}\n`;
}

/**
 * Opens the folder of a cohort, or makes it.
 * @throws {CliError} when it holds cases that were made with other options, or something else
 */
export async function openCohortFolder(
  options: SynthesizeOptions,
  bundleSha256: string,
  readings: readonly unknown[]
): Promise<void> {
  const wanted = signature(options, bundleSha256, readings);
  const file = path.join(options.out, FILE);
  await mkdir(options.out, { recursive: true });
  try {
    // Many processes may begin at once; the first one writes, all others compare.
    await writeFile(file, wanted, { flag: 'wx' });
  } catch (error) {
    if (textProperty(error, 'code') !== 'EEXIST') throw error;
    if ((await readWhole(file, wanted.length)) !== wanted) {
      throw new CliError(
        EXIT.usage,
        `${options.out} of --out holds a cohort that was made with other options, readings or another bundle (see ${FILE} there). Name another folder, or repeat the options.`
      );
    }
  }
}

const MOST_READS = 20;

/** A file that another process may be about to write. */
async function readWhole(file: string, length: number): Promise<string> {
  let text = '';
  for (let reads = 0; reads < MOST_READS; reads++) {
    text = await readFile(file, 'utf8');
    if (text.length >= length) break;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return text;
}

/** Whether a case is there; its folder appears when all of it is. */
export async function isDone(folder: string): Promise<boolean> {
  const found = await stat(path.join(folder, 'result.json')).catch(() => null);
  return found !== null;
}
