import { readdir } from 'node:fs/promises';
import path from 'node:path';
import {
  identityProblem,
  isOwnReport,
  isOwnSynthesis,
  reportedSeries,
  readPart10,
  type StorableSeries,
} from '../dicom';
import { CliError, EXIT } from './CliError';
import { UNFINISHED } from './outputFolder';
import { namingFile, systemReason } from './ownErrors';
import { readBytes } from './readInput';

type Instance = StorableSeries['instances'][number];
type Report = NonNullable<StorableSeries['report']>;

function textOf(value: unknown): string {
  return String(Array.isArray(value) ? value[0] : (value ?? ''));
}

async function dicomFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(cause => {
    const reason = systemReason(cause) ?? 'check its name and your rights';
    throw new CliError(EXIT.input, `The folder ${folder} cannot be read: ${reason}.`, { cause });
  });
  const files = entries
    .filter(entry => entry.isFile() && entry.name.toLowerCase().endsWith('.dcm'))
    .map(entry => path.join(entry.parentPath, entry.name));
  return files.filter(file => !file.includes(UNFINISHED)).sort();
}

async function readInstance(file: string): Promise<Instance> {
  const part10 = new Uint8Array(await readBytes(file, 'DICOM file'));
  const { attributes, pixelFragments } = await namingFile(file, () => readPart10(part10));
  const sopInstanceUID = textOf(attributes['SOPInstanceUID']);
  if (isOwnReport(attributes)) {
    return { sopInstanceUID, part10, dataset: attributes };
  }
  if (!isOwnSynthesis(attributes)) {
    throw new CliError(
      EXIT.input,
      `${file} was not made by xray-to-mri, and nothing else is stored.`
    );
  }
  if (pixelFragments[0] === undefined) {
    throw new CliError(EXIT.input, `${file} has no pixels; make the series again.`);
  }
  return {
    sopInstanceUID,
    part10,
    dataset: { ...attributes, PixelData: pixelFragments[0] },
  };
}

/**
 * The synthetic series below a folder, one for each Series Instance UID, instances by number, each with the
 * report about it where that is there.
 * @throws {CliError} when there are none, and for files that are not synthetic
 */
export async function readSeriesFolder(folder: string): Promise<StorableSeries[]> {
  if (path.resolve(folder).includes(UNFINISHED)) {
    throw new CliError(EXIT.input, `${folder} was not finished; make the series again.`);
  }
  const files = await dicomFiles(folder);
  if (files.length === 0) {
    throw new CliError(
      EXIT.input,
      `There are no DICOM files (.dcm) below ${folder}. Make them with "xray-to-mri synthesize --format dicom".`
    );
  }
  const bySeries = new Map<string, Instance[]>();
  const reports = new Map<string, Report>();
  for (const file of files) {
    const instance = await readInstance(file);
    const uid = textOf(instance.dataset['SeriesInstanceUID']);
    if (isOwnReport(instance.dataset)) {
      const report = { ...instance, seriesInstanceUID: uid };
      reportedSeries(instance.dataset).forEach(images => reports.set(images, report));
    } else {
      bySeries.set(uid, [...(bySeries.get(uid) ?? []), instance]);
    }
  }
  return [...bySeries].map(([seriesInstanceUID, instances]) => {
    instances.sort(
      (a, b) => Number(a.dataset['InstanceNumber']) - Number(b.dataset['InstanceNumber'])
    );
    const dataset = instances[0]?.dataset ?? {};
    const report = reports.get(seriesInstanceUID);
    return {
      studyInstanceUID: textOf(dataset['StudyInstanceUID']),
      seriesInstanceUID,
      notStorable: identityProblem(dataset),
      instances,
      ...(report === undefined ? {} : { report }),
    };
  });
}
