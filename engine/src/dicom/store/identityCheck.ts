import { text } from '../attributes';
import { findStudy, type DicomWebAccess } from './dicomWeb';
import { jsonValues } from './storeResponse';
import type { StorableSeries } from './types';

const PATIENT_ID = '00100020';

/**
 * Refuses a series whose PatientID is not that of the study in the archive: an archive may take it and
 * then give the whole study out no more. An archive that does not answer the query is not asked again.
 */
export async function identityMismatch(
  access: DicomWebAccess,
  series: StorableSeries
): Promise<string | null> {
  const answer = await findStudy(access, series.studyInstanceUID);
  const [study] = answer.status === 200 && Array.isArray(answer.body) ? answer.body : [];
  if (study === undefined) {
    return null;
  }
  const theirs = String(jsonValues(study, PATIENT_ID)[0] ?? '').trim();
  const differs = series.instances.some(
    instance => (text(instance.dataset, 'PatientID') ?? '') !== theirs
  );
  return differs
    ? 'The archive has this study under another PatientID than the series. Nothing was sent; correct the radiograph in the archive, or open it again from there.'
    : null;
}
