import { say } from '../../sentences';
import type { DicomAttributes } from '../attributes';
import { DicomMetaDictionary, silenceDcmjs, type DicomJson } from '../dcmjsLibrary';
import { ask, seriesMetadata, type DicomWebAccess } from './dicomWeb';
import { listOf } from './listOf';
import { jsonValues } from './storeResponse';

/** A series that an archive has. */
export interface FoundSeries {
  seriesInstanceUID: string;
  modality: string;
  seriesNumber: number;
}

const JSON_TYPE = 'application/dicom+json';
const MODALITY = '00080060';
const SERIES_UID = '0020000E';
const SERIES_NUMBER = '00200011';

/**
 * The series of a study.
 * @throws {DicomError} when the archive does not answer
 */
export async function findSeries(
  access: DicomWebAccess,
  studyInstanceUID: string
): Promise<FoundSeries[]> {
  const answer = await ask(access, JSON_TYPE, (client, request) => {
    const options = { studyInstanceUID, request };
    return client.searchForSeries(options);
  });
  return listOf(answer, say('seriesOfStudy')).flatMap(item => {
    const [uid] = jsonValues(item, SERIES_UID);
    const found = {
      modality: String(jsonValues(item, MODALITY)[0] ?? ''),
      seriesNumber: Number(jsonValues(item, SERIES_NUMBER)[0] ?? 0),
    };
    return typeof uid === 'string' ? [{ seriesInstanceUID: uid, ...found }] : [];
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The elements that are as DICOM JSON has them; what an archive sends is not trusted to be. */
function wellFormed(dataset: unknown): DicomJson {
  const elements = Object.entries(isObject(dataset) ? dataset : {}).flatMap(([tag, element]) => {
    if (!isObject(element) || typeof element['vr'] !== 'string') {
      return [];
    }
    const { vr, Value: values } = element;
    if (values === undefined) {
      return [[tag, { vr }] as const];
    }
    return Array.isArray(values)
      ? [[tag, { vr, Value: vr === 'SQ' ? values.map(wellFormed) : values }] as const]
      : [];
  });
  return Object.fromEntries(elements);
}

function naturalized(dataset: unknown): DicomAttributes {
  silenceDcmjs();
  return DicomMetaDictionary.naturalizeDataset(wellFormed(dataset));
}

/**
 * The attributes of all instances of a series that an archive has, without pixels; none for a series that it
 * does not know.
 * @throws {DicomError} when the archive does not answer
 */
export async function retrieveSeriesAttributes(
  access: DicomWebAccess,
  studyInstanceUID: string,
  seriesInstanceUID: string
): Promise<DicomAttributes[]> {
  const answer = await seriesMetadata(access, studyInstanceUID, seriesInstanceUID);
  return listOf(answer, say('imagesOfSeries')).map(naturalized);
}
