import { firstString, type DicomJson, type InstanceDescription } from '../dicom';
import { StoreConflict } from './store-conflict';

/** Attributes of an instance that are kept in memory for queries. Study, series and instance level. */
export const STUDY_TAGS = [
  '00080020',
  '00080030',
  '00080050',
  '00080090',
  '00080201',
  '00081030',
  '00100010',
  '00100020',
  '00100030',
  '00100040',
  '0020000D',
  '00200010',
];
export const SERIES_TAGS = [
  '00080021',
  '00080031',
  '00080060',
  '0008103E',
  '00180015',
  '0020000E',
  '00200011',
  '00200060',
  '00400244',
  '00400245',
  '00400275',
];
export const INSTANCE_TAGS = [
  '00080008',
  '00080016',
  '00080018',
  '0008001C',
  '00083002',
  '00200013',
  '00280008',
  '00280010',
  '00280011',
  '00280100',
];

export interface InstanceEntry {
  uid: string;
  contentSha256: string;
  attributes: DicomJson;
}

export interface SeriesEntry {
  uid: string;
  attributes: DicomJson;
  instances: Map<string, InstanceEntry>;
}

export interface StudyEntry {
  uid: string;
  attributes: DicomJson;
  series: Map<string, SeriesEntry>;
}

const pick = (dataset: DicomJson, tags: string[]): DicomJson =>
  Object.fromEntries(
    tags.flatMap(tag => {
      const attribute = dataset[tag];
      return attribute ? [[tag, attribute]] : [];
    })
  );

const PATIENT_ID = '00100020';

/** What is stored, by study, series and instance, with the attributes that queries match and return. */
export class StudyIndex {
  readonly studies = new Map<string, StudyEntry>();
  private readonly parents = new Map<string, { study: string; series: string }>();
  private readonly studyOfSeries = new Map<string, string>();

  find(study: string, series: string, instance: string): InstanceEntry | undefined {
    return this.studies.get(study)?.series.get(series)?.instances.get(instance);
  }

  /**
   * Whether this very instance is stored already.
   * @throws StoreConflict if it contradicts what is stored.
   */
  holds(description: InstanceDescription, contentSha256: string): boolean {
    const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = description;
    const parent = this.parents.get(sopInstanceUid);
    if (parent && (parent.study !== studyInstanceUid || parent.series !== seriesInstanceUid)) {
      throw new StoreConflict(
        'other-parent',
        'Its SOP Instance UID is stored in another study or series.'
      );
    }
    const studyOfSeries = this.studyOfSeries.get(seriesInstanceUid);
    if (studyOfSeries !== undefined && studyOfSeries !== studyInstanceUid) {
      throw new StoreConflict(
        'other-parent',
        'Its Series Instance UID is stored in another study.'
      );
    }
    const study = this.studies.get(studyInstanceUid);
    const patientId = firstString(description.metadata, PATIENT_ID);
    if (study && firstString(study.attributes, PATIENT_ID) !== patientId) {
      throw new StoreConflict(
        'other-patient',
        'Its study is stored with another PatientID; a study belongs to one patient.'
      );
    }
    const stored = this.find(studyInstanceUid, seriesInstanceUid, sopInstanceUid);
    if (stored && stored.contentSha256 !== contentSha256) {
      throw new StoreConflict(
        'other-content',
        'Its SOP Instance UID is stored with other content; changed content needs a new UID.'
      );
    }
    return stored !== undefined;
  }

  add(description: InstanceDescription, contentSha256: string): void {
    const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, metadata } = description;
    const study = this.studies.get(studyInstanceUid) ?? {
      uid: studyInstanceUid,
      attributes: pick(metadata, STUDY_TAGS),
      series: new Map<string, SeriesEntry>(),
    };
    const series = study.series.get(seriesInstanceUid) ?? {
      uid: seriesInstanceUid,
      attributes: pick(metadata, SERIES_TAGS),
      instances: new Map<string, InstanceEntry>(),
    };
    series.instances.set(sopInstanceUid, {
      uid: sopInstanceUid,
      contentSha256,
      attributes: pick(metadata, INSTANCE_TAGS),
    });
    study.series.set(seriesInstanceUid, series);
    this.studies.set(studyInstanceUid, study);
    this.parents.set(sopInstanceUid, { study: studyInstanceUid, series: seriesInstanceUid });
    this.studyOfSeries.set(seriesInstanceUid, studyInstanceUid);
  }
}
