import { DicomError } from '../DicomError';
import { ask, type Answer, type DicomWebAccess } from './dicomWeb';

/** A radiograph in an archive. */
export interface StoredFilm {
  studyInstanceUID: string;
  seriesInstanceUID: string;
  sopInstanceUID: string;
}

const JSON_TYPE = 'application/dicom+json';
const DICOM_TYPE = 'multipart/related; type="application/dicom"; transfer-syntax=*';
const FILM_MODALITIES = ['CR', 'DX'];
const MODALITY = '00080060';
const SERIES_UID = '0020000E';
const SOP_UID = '00080018';

function valueOf(item: unknown, tag: string): string | null {
  const element = typeof item === 'object' && item !== null ? Reflect.get(item, tag) : null;
  const values: unknown =
    typeof element === 'object' && element ? Reflect.get(element, 'Value') : [];
  const [value]: unknown[] = Array.isArray(values) ? values : [];
  return typeof value === 'string' ? value : null;
}

function listOf({ status, body }: Answer, what: string): unknown[] {
  if (status === 204 || status === 404) return [];
  if (status === 0) {
    throw new DicomError('file', `The archive cannot be reached for the ${what}; check --from.`);
  }
  if (status !== 200 || !Array.isArray(body)) {
    throw new DicomError(
      'file',
      `The archive does not tell the ${what} (status ${status}); check --from and your rights there.`
    );
  }
  return body;
}

/**
 * The radiographs (CR, DX) of a study, by series.
 * @throws {DicomError} when the archive does not answer, or has none
 */
export async function findFilms(
  access: DicomWebAccess,
  studyInstanceUID: string
): Promise<StoredFilm[]> {
  const answer = await ask(access, JSON_TYPE, (client, request) => {
    const options = { studyInstanceUID, request };
    return client.searchForSeries(options);
  });
  const series = listOf(answer, 'series of the study').filter(item =>
    FILM_MODALITIES.includes(valueOf(item, MODALITY) ?? '')
  );
  const films: StoredFilm[] = [];
  for (const item of series) {
    const seriesInstanceUID = valueOf(item, SERIES_UID);
    if (seriesInstanceUID === null) continue;
    const instances = await ask(access, JSON_TYPE, (client, request) =>
      client.searchForInstances({ studyInstanceUID, seriesInstanceUID, request })
    );
    for (const instance of listOf(instances, 'images of the study')) {
      const sopInstanceUID = valueOf(instance, SOP_UID);
      if (sopInstanceUID) films.push({ studyInstanceUID, seriesInstanceUID, sopInstanceUID });
    }
  }
  if (films.length === 0) {
    throw new DicomError('file', 'The archive has no radiograph (CR, DX) of this study.');
  }
  return films;
}

/**
 * A radiograph as a DICOM file.
 * @throws {DicomError} when the archive does not give it
 */
export async function retrieveFilm(access: DicomWebAccess, film: StoredFilm): Promise<Uint8Array> {
  const { status, body } = await ask(access, DICOM_TYPE, (client, request) =>
    client.retrieveInstance({ ...film, request } as never)
  );
  if (!(body instanceof ArrayBuffer)) {
    throw new DicomError(
      'file',
      status === 0
        ? 'The archive cannot be reached for a radiograph; try again.'
        : `The archive does not give a radiograph of the study (status ${status}).`
    );
  }
  return new Uint8Array(body);
}
