import { say, type Sentence } from '../sentences';
import { text, type DicomAttributes } from './attributes';
import { DicomError } from './DicomError';
import { attributeProblem } from './validate';

/** Without these two, the series would not be found under its patient and study again. */
export const IDENTIFYING = ['PatientID', 'StudyInstanceUID'] as const;

/** Attributes of the patient that must be there, if only empty (PS3.3 type 2). */
const PATIENT = ['PatientName', 'PatientID', 'PatientBirthDate', 'PatientSex'];
const PATIENT_OPTIONAL = [
  'IssuerOfPatientID',
  'IssuerOfPatientIDQualifiersSequence',
  'TypeOfPatientID',
  'PatientBirthTime',
  'OtherPatientIDs',
  'OtherPatientIDsSequence',
  'OtherPatientNames',
  'EthnicGroup',
  'PatientComments',
  'PatientSpeciesDescription',
  'PatientSpeciesCodeSequence',
  'QualityControlSubject',
  'PatientIdentityRemoved',
  'DeidentificationMethod',
  'DeidentificationMethodCodeSequence',
  'ClinicalTrialSponsorName',
  'ClinicalTrialProtocolID',
  'ClinicalTrialProtocolName',
  'ClinicalTrialSiteID',
  'ClinicalTrialSiteName',
  'ClinicalTrialSubjectID',
  'ClinicalTrialSubjectReadingID',
];
/** Attributes of the study that must be there, if only empty. */
const STUDY = [
  'StudyInstanceUID',
  'StudyDate',
  'StudyTime',
  'ReferringPhysicianName',
  'StudyID',
  'AccessionNumber',
];
const STUDY_OPTIONAL = [
  'StudyDescription',
  'IssuerOfAccessionNumberSequence',
  'PhysiciansOfRecord',
  'ConsultingPhysicianName',
  'ProcedureCodeSequence',
  'ClinicalTrialTimePointID',
  'ClinicalTrialTimePointDescription',
  'PatientAge',
  'PatientSize',
  'PatientWeight',
];

/** What is copied always, if only empty, and what is copied where the radiograph has it. */
export const COPIED = {
  always: [...PATIENT, ...STUDY],
  whereThere: [...PATIENT_OPTIONAL, ...STUDY_OPTIONAL],
} as const;

const NAMES = new Set([
  'PatientName',
  'OtherPatientNames',
  'ReferringPhysicianName',
  'PhysiciansOfRecord',
  'ConsultingPhysicianName',
]);

/** A name as dcmjs writes it, whether it came as text or in component groups. */
function personName(value: unknown): unknown {
  if (typeof value === 'string') {
    const [Alphabetic = '', Ideographic, Phonetic] = value.split('=');
    return {
      Alphabetic,
      ...(Ideographic === undefined ? {} : { Ideographic }),
      ...(Phonetic === undefined ? {} : { Phonetic }),
    };
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const { Alphabetic, Ideographic, Phonetic } = value as Record<string, unknown>;
  const groups = Object.entries({ Alphabetic, Ideographic, Phonetic });
  return Object.fromEntries(groups.filter(([, group]) => typeof group === 'string'));
}

function copied(attributes: DicomAttributes, keyword: string): unknown {
  const value = attributes[keyword];
  if (!NAMES.has(keyword) || value === undefined || value === null || value === '') {
    return value;
  }
  return (Array.isArray(value) ? value : [value]).map(personName);
}

/**
 * The attributes of patient and study that every instance has, as `copyIdentity` copies them but unchecked.
 * What the viewer loads at its start comes here for them: checking takes the whole dictionary of DICOM.
 */
export function requiredIdentity(attributes: DicomAttributes): DicomAttributes {
  return Object.fromEntries(
    COPIED.always.map(keyword => [keyword, copied(attributes, keyword) ?? ''])
  );
}

/**
 * Why a result must not be stored under this identity, or null: what has no PatientID or StudyInstanceUID
 * would be filed under nobody, and may make a whole study unreadable in the archive.
 */
export function identityProblem(attributes: DicomAttributes): Sentence | null {
  for (const keyword of IDENTIFYING) {
    if (text(attributes, keyword) === null) {
      return say('notStorableMissing', { keyword });
    }
    const problem = attributeProblem(keyword, attributes[keyword]);
    if (problem !== null) {
      return say('notStorableProblem', { keyword, problem });
    }
  }
  return null;
}

/**
 * The attributes of patient and study, exactly as the source instance has them: those that must be there
 * (empty where the source has none) and those that the source has. An optional attribute that breaks the
 * rules of its value representation is left out rather than changed.
 * @throws {DicomError} 'identity' when a required attribute breaks them, since it cannot be copied exactly
 */
export function copyIdentity(attributes: DicomAttributes): DicomAttributes {
  const identity: Record<string, unknown> = requiredIdentity(attributes);
  for (const [keyword, value] of Object.entries(identity)) {
    const problem = attributeProblem(keyword, value);
    if (problem !== null) {
      throw new DicomError('identity', say('identityNotCopied', { keyword, problem }));
    }
  }
  for (const keyword of [...PATIENT_OPTIONAL, ...STUDY_OPTIONAL]) {
    const value = copied(attributes, keyword);
    if (value !== undefined && value !== null && attributeProblem(keyword, value) === null) {
      identity[keyword] = value;
    }
  }
  return identity;
}
