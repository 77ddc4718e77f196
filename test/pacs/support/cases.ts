import { join } from 'node:path';
import {
  buildSyntheticSeries,
  randomUid,
  type DicomAttributes,
  type StoreOutcome,
  type SyntheticSeries,
  type SyntheticSeriesRequest,
} from '../../../engine/src/dicom';
import { expectTable, markdownTable } from '../../../engine/test/documentTables';
import {
  RADIOGRAPH_ATTRIBUTES,
  seriesRequest,
  tellingVolume,
} from '../../../engine/test/syntheticKnee';

export const IMAGES = 20;
/** Instances of one request; 20 images need two, and their report a third. */
export const BATCH = 16;

/** What the PACS has of a series: nothing, or everything. */
export const NONE = `0 of ${IMAGES} images`;
export const WHOLE = 'all images, report';

const DOCUMENT = join(__dirname, '../../../docs/reliability.md');
const HEAD = ['fault', 'state shown', 'in the PACS then', 'first sentence', 'saved again'];

/** A radiograph of a patient and a study of its own. */
export function newFilm(): DicomAttributes {
  const study = randomUid();
  return {
    ...RADIOGRAPH_ATTRIBUTES,
    PatientID: `P-${study.slice(-12)}`,
    StudyInstanceUID: study,
    SeriesInstanceUID: randomUid(),
    SOPInstanceUID: randomUid(),
  };
}

/** A series of a patient and a study of its own, with its report. */
export function newSeries(change: Partial<SyntheticSeriesRequest> = {}): SyntheticSeries {
  return buildSyntheticSeries(
    seriesRequest({
      volume: tellingVolume('R', IMAGES, 16),
      source: newFilm(),
      newUid: randomUid,
      ...change,
    })
  );
}

/** One line of the table. */
export interface Row {
  fault: string;
  /** The state that is shown first. */
  state: string;
  /** Images and report that the PACS holds then, as far as the moment of the fault decides it. */
  held: string;
  /** The first sentence that the user reads. */
  said: string;
  again: string;
}

export function heldOf({ stored, missing, report }: StoreOutcome): string {
  const total = stored.length + missing.length;
  const images = missing.length === 0 ? 'all images' : `${stored.length} of ${total} images`;
  return report === 'stored' ? `${images}, report` : images;
}

const STATES: Record<StoreOutcome['state'], string> = {
  'stored-and-verified': 'saved and verified',
  stored: 'saved, pixels not verified',
  'partly-stored': 'partly saved',
  failed: 'not saved',
};

export const stateOf = ({ state }: StoreOutcome): string => STATES[state];

/** Holds a table of docs/reliability.md to what happened; see `expectTable`. */
export function expectFaultTable(name: string, rows: readonly Row[]): void {
  const cells = rows.map(({ fault, state, held, said, again }) => [
    fault,
    state,
    held,
    said,
    again,
  ]);
  expectTable(DOCUMENT, name, markdownTable(HEAD, cells));
}
