import { stat } from 'node:fs/promises';
import { pixelsSha256, readPart10, readRunRecord, type RunRecord } from '../dicom';
import { CliError, EXIT } from './CliError';
import { namingFile } from './ownErrors';
import { readBytes } from './readInput';
import { readSeriesFolder } from './readSeriesFolder';

/** A stored series, as far as it is at hand. */
export interface StoredRun {
  record: RunRecord;
  /** Of all slices in order; null where only one file was named. */
  pixels: Uint16Array | null;
}

function joined(slices: readonly Uint8Array[]): Uint16Array {
  const bytes = new Uint8Array(slices.reduce((sum, slice) => sum + slice.length, 0));
  let at = 0;
  for (const slice of slices) {
    bytes.set(slice, at);
    at += slice.length;
  }
  const view = new DataView(bytes.buffer);
  return Uint16Array.from({ length: bytes.length / 2 }, (_, i) => view.getUint16(2 * i, true));
}

async function readFolder(folder: string): Promise<StoredRun> {
  const [series, ...more] = await readSeriesFolder(folder);
  const [first] = series?.instances ?? [];
  if (series === undefined || first === undefined || more.length > 0) {
    throw new CliError(
      EXIT.input,
      `${folder} holds ${more.length + 1} series; name the folder of one, or a file of it.`
    );
  }
  const record = readRunRecord(first.dataset);
  const pixels = joined(
    series.instances
      .map(({ dataset }) => dataset['PixelData'])
      .filter(part => part instanceof Uint8Array)
  );
  if (pixelsSha256(pixels) !== record.pixelsSha256) {
    throw new CliError(
      EXIT.input,
      `${folder}: the pixels are not those that the series was made with; images are missing or were changed.`
    );
  }
  return { record, pixels };
}

/**
 * Reads the record of a stored series from any of its images, its report or its folder.
 * @throws {CliError} that names the file or folder
 */
export async function readStored(path: string): Promise<StoredRun> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) {
    return namingFile(path, () => readFolder(path));
  }
  const bytes = new Uint8Array(await readBytes(path, 'stored series'));
  return namingFile(path, () => ({
    record: readRunRecord(readPart10(bytes).attributes),
    pixels: null,
  }));
}
