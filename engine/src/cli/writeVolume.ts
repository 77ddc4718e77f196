import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { NetworkBundle } from '../bundle';
import {
  buildSyntheticSeries,
  intensityOf,
  type DicomAttributes,
  type Provenance,
  type SyntheticSeries,
} from '../dicom';
import type { Volume } from '../volume';
import { textOf } from '../sentences';
import { montagePng } from './montagePng';
import { npyFile } from './npy';
import type { Format } from './parseOptions';

export interface VolumeOutput {
  volume: Volume;
  format: Format;
  /** What tells its files from those of other volumes, for example "sample-1"; may be empty. */
  name: string;
  /** Number of the volume in the folder, from 0. */
  place: number;
  source: DicomAttributes;
  provenance: Provenance;
  intensity: NetworkBundle['intensity'];
  onProgress?(done: number, total: number): void;
}

const FIRST_SERIES_NUMBER = 9001;

/** Names of what was written, relative to the folder; and why a series must not be stored. */
export interface WrittenVolume {
  files: string[];
  seriesInstanceUID?: string;
  notStorable?: string;
}

/** Writes the images of a series and its report into a folder that exists; gives their names. */
export async function writeSeriesFiles(folder: string, series: SyntheticSeries): Promise<string[]> {
  const images = series.instances.map(({ instanceNumber, part10 }) => ({
    name: `IM${String(instanceNumber).padStart(4, '0')}.dcm`,
    part10,
  }));
  const files = [...images, { name: 'report.dcm', part10: series.report.part10 }];
  for (const { name, part10 } of files) {
    await writeFile(path.join(folder, name), part10);
  }
  return files.map(({ name }) => name);
}

async function writeSeries(folder: string, output: VolumeOutput): Promise<WrittenVolume> {
  const { name: below, place, volume, source, provenance, intensity, onProgress } = output;
  const series = buildSyntheticSeries({
    volume,
    source,
    provenance,
    intensity,
    // The report of each has the number in between.
    seriesNumber: FIRST_SERIES_NUMBER + 2 * place,
    displayOnly: true,
    ...(onProgress ? { onProgress: (done, total) => onProgress(done, total) } : {}),
  });
  await mkdir(path.join(folder, below), { recursive: true });
  const names = await writeSeriesFiles(path.join(folder, below), series);
  const files = names.map(name => path.posix.join(below, name));
  return {
    files,
    seriesInstanceUID: series.seriesInstanceUID,
    ...(series.notStorable === null ? {} : { notStorable: textOf(series.notStorable) }),
  };
}

/** Writes one volume in the format that is wanted. */
export async function writeVolume(folder: string, output: VolumeOutput): Promise<WrittenVolume> {
  const { volume, format, name, provenance } = output;
  if (format === 'dicom') {
    return writeSeries(folder, output);
  }
  const isMontage = format === 'png';
  const ending = name === '' ? '' : `-${name}`;
  const file = isMontage ? `montage${ending}.png` : `volume${ending}.npy`;
  const shape = [volume.slices, volume.rows, volume.columns];
  const intensity = intensityOf(output.intensity, provenance.content ?? 'sample');
  const bytes = isMontage ? montagePng(volume, intensity) : npyFile(volume.data, shape);
  await writeFile(path.join(folder, file), bytes);
  return { files: [file] };
}
