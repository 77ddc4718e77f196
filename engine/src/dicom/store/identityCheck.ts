import { say, type Sentence } from '../../sentences';
import { text } from '../attributes';
import { findStudy, type DicomWebAccess } from './dicomWeb';
import { statusSentence } from './sentences';
import { jsonValues } from './storeResponse';
import type { StorableSeries } from './types';

const PATIENT_ID = '00100020';

/**
 * Refuses a series whose PatientID is not that of the study in the archive: an archive may take it and
 * then give the whole study out no more. Nothing is sent while the archive does not say whose the study is.
 */
export async function identityMismatch(
  access: DicomWebAccess,
  series: StorableSeries
): Promise<Sentence | null> {
  const answer = await findStudy(access, series.studyInstanceUID);
  // 204 and 404: the archive does not know the study yet.
  if (![200, 204, 404].includes(answer.status)) {
    return say('studyOwnerUnsaid', { reason: statusSentence(answer) });
  }
  const [study] = answer.status === 200 && Array.isArray(answer.body) ? answer.body : [];
  if (study === undefined) {
    return null;
  }
  const theirs = String(jsonValues(study, PATIENT_ID)[0] ?? '').trim();
  const differs = series.instances.some(
    instance => (text(instance.dataset, 'PatientID') ?? '') !== theirs
  );
  return differs ? say('otherPatient') : null;
}
