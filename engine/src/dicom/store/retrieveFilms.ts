import { say } from '../../sentences';
import { DicomError } from '../DicomError';
import { ask, type DicomWebAccess } from './dicomWeb';
import { listOf } from './listOf';
import { findSeries } from './retrieveSeries';
import { jsonValues } from './storeResponse';

/** A radiograph in an archive. */
export interface StoredFilm {
  studyInstanceUID: string;
  seriesInstanceUID: string;
  sopInstanceUID: string;
}

const JSON_TYPE = 'application/dicom+json';
const DICOM_TYPE = 'multipart/related; type="application/dicom"; transfer-syntax=*';
const FILM_MODALITIES = ['CR', 'DX', 'RF'];
const SOP_UID = '00080018';

function valueOf(item: unknown, tag: string): string | null {
  const [value] = jsonValues(item, tag);
  return typeof value === 'string' ? value : null;
}

/**
 * The radiographs (CR, DX, RF) of a study, by series.
 * @throws {DicomError} when the archive does not answer, or has none
 */
export async function findFilms(
  access: DicomWebAccess,
  studyInstanceUID: string
): Promise<StoredFilm[]> {
  const series = (await findSeries(access, studyInstanceUID)).filter(({ modality }) =>
    FILM_MODALITIES.includes(modality)
  );
  const films: StoredFilm[] = [];
  for (const { seriesInstanceUID } of series) {
    const instances = await ask(access, JSON_TYPE, (client, request) =>
      client.searchForInstances({ studyInstanceUID, seriesInstanceUID, request })
    );
    for (const instance of listOf(instances, say('imagesOfStudy'))) {
      const sopInstanceUID = valueOf(instance, SOP_UID);
      if (sopInstanceUID) films.push({ studyInstanceUID, seriesInstanceUID, sopInstanceUID });
    }
  }
  if (films.length === 0) {
    throw new DicomError('file', say('studyWithoutFilm'));
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
      status === 0 ? say('filmUnreachable') : say('filmNotGiven', { status })
    );
  }
  return new Uint8Array(body);
}
