import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  DicomError,
  identityProblem,
  isOwnSynthesis,
  readPart10,
  type StorableSeries,
} from '../dicom';
import { CliError, EXIT } from './CliError';
import { UNFINISHED } from './outputFolder';

type Instance = StorableSeries['instances'][number];

function textOf(value: unknown): string {
  return String(Array.isArray(value) ? value[0] : (value ?? ''));
}

async function dicomFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(cause => {
    throw new CliError(EXIT.input, 'The folder cannot be read: check its name and your rights.', {
      cause,
    });
  });
  const files = entries
    .filter(entry => entry.isFile() && entry.name.toLowerCase().endsWith('.dcm'))
    .map(entry => path.join(entry.parentPath, entry.name));
  return files.filter(file => !file.includes(UNFINISHED)).sort();
}

async function readInstance(file: string): Promise<Instance> {
  const part10 = new Uint8Array(await readFile(file));
  const { attributes, pixelFragments } = readPart10(part10);
  const name = path.basename(file);
  if (!isOwnSynthesis(attributes)) {
    throw new DicomError(
      'file',
      `${name} was not made by xray-to-mri, and nothing else is stored.`
    );
  }
  if (pixelFragments[0] === undefined) {
    throw new DicomError('file', `${name} has no pixels; make the series again.`);
  }
  return {
    sopInstanceUID: textOf(attributes['SOPInstanceUID']),
    part10,
    dataset: { ...attributes, PixelData: pixelFragments[0] },
  };
}

/**
 * The synthetic series below a folder, one for each Series Instance UID, instances by number.
 * @throws {CliError} when there are none; {DicomError} for files that are not synthetic
 */
export async function readSeriesFolder(folder: string): Promise<StorableSeries[]> {
  if (path.resolve(folder).includes(UNFINISHED)) {
    throw new CliError(EXIT.input, 'This folder was not finished; make the series again.');
  }
  const files = await dicomFiles(folder);
  if (files.length === 0) {
    throw new CliError(
      EXIT.input,
      'There are no DICOM files (.dcm) below this folder. Make them with "xray-to-mri synthesize --format dicom".'
    );
  }
  const bySeries = new Map<string, Instance[]>();
  for (const file of files) {
    const instance = await readInstance(file);
    const uid = textOf(instance.dataset['SeriesInstanceUID']);
    bySeries.set(uid, [...(bySeries.get(uid) ?? []), instance]);
  }
  return [...bySeries].map(([seriesInstanceUID, instances]) => {
    instances.sort(
      (a, b) => Number(a.dataset['InstanceNumber']) - Number(b.dataset['InstanceNumber'])
    );
    const dataset = instances[0]?.dataset ?? {};
    return {
      studyInstanceUID: textOf(dataset['StudyInstanceUID']),
      seriesInstanceUID,
      notStorable: identityProblem(dataset),
      instances,
    };
  });
}
