import {
  compareWithStored,
  DicomError,
  isOwnReport,
  isOwnSynthesis,
  readRunRecord,
  readStoredSeries,
  repeatRequest,
  reportedSeries,
  type RepeatFinding,
  type RunRecord,
  type Sentence,
  type StoredSeries,
  type SyntheticSeries,
} from '@xray-to-mri/engine';
import { plainAttributes } from './attributes';
import { filmOfUid } from './belonging';
import { candidateIdOf } from './candidateId';
import { filmsAmong, type Film } from './films';
import { representative } from './marking';
import type { Dataset, DisplaySet } from './ohif';
import { PanelError, type StoredRun } from './panelHost';
import type { SaveLedger } from './saveLedger';
import { tell } from './sentences';
import { toPanelError } from './toPanelError';

function labelOf(displaySet: DisplaySet): string {
  const number = representative(displaySet)?.['SeriesNumber'];
  return `S:${String(number ?? '')} ${displaySet.SeriesDescription ?? ''}`.trim();
}

function recordOf(displaySet: DisplaySet): RunRecord | null {
  try {
    return readRunRecord(plainAttributes(displaySet));
  } catch (error) {
    if (error instanceof DicomError) {
      return null;
    }
    throw error;
  }
}

const isReport = (displaySet: DisplaySet) =>
  displaySet.Modality === 'SR' && isOwnReport(representative(displaySet) ?? {});

const isSeries = (displaySet: DisplaySet) => isOwnSynthesis(representative(displaySet) ?? {});

/** UIDs of all series that the product's reports among display sets are about. */
function reportedAmong(displaySets: readonly DisplaySet[]): Set<string> {
  return new Set(
    displaySets.filter(isReport).flatMap(displaySet => reportedSeries(plainAttributes(displaySet)))
  );
}

/** Why a run cannot be made again, or null. */
function obstacleOf(record: RunRecord, film: Film | null): Sentence | null {
  if (film === null) {
    return tell('sourceNotInStudy');
  }
  try {
    repeatRequest(record);
    return null;
  } catch (error) {
    if (error instanceof DicomError) {
      return error.sentence;
    }
    throw error;
  }
}

function missingOf(
  displaySet: DisplaySet,
  { depths }: RunRecord,
  reported: ReadonlySet<string>,
  ledger: SaveLedger
): Pick<StoredRun, 'stored' | 'missing'> {
  if (isReport(displaySet)) {
    return { stored: depths.count, missing: null };
  }
  const uid = displaySet.SeriesInstanceUID;
  const known = ledger.storedOf(uid);
  const stored = known?.images ?? displaySet.instances?.length ?? 0;
  if (stored < depths.count) {
    return { stored, missing: 'images' };
  }
  return { stored, missing: (known?.report ?? reported.has(uid)) ? null : 'report' };
}

/**
 * The synthetic series of the study that can be made again, and the reports that tell how, each with what of
 * it the archive lacks; those that lack something also where they cannot be made again. What can still be saved
 * from this page is not among them.
 */
export function findStoredRuns(
  displaySets: readonly DisplaySet[],
  ledger: SaveLedger
): StoredRun[] {
  const films = filmsAmong(displaySets);
  const reported = reportedAmong(displaySets);
  return displaySets.flatMap(displaySet => {
    const kind = isReport(displaySet) ? 'report' : isSeries(displaySet) ? 'series' : null;
    if (kind === null || ledger.isLocal(displaySet.SeriesInstanceUID)) {
      return [];
    }
    const record = recordOf(displaySet);
    if (record === null) {
      return [];
    }
    const film = filmOfUid(films, record.radiographUid);
    const run: StoredRun = {
      kind,
      id: displaySet.displaySetInstanceUID,
      label: labelOf(displaySet),
      candidateId: film && candidateIdOf(film),
      reading: { frame: record.frame, turnedOver: record.turnedOver },
      seed: record.seed,
      steps: record.steps,
      images: record.depths.count,
      ...missingOf(displaySet, record, reported, ledger),
      obstacle: obstacleOf(record, film),
    };
    return run.obstacle === null || run.missing !== null ? [run] : [];
  });
}

/** The record of a stored run, and what it asks for. */
export function openStoredRun(displaySet: DisplaySet | undefined) {
  const record = displaySet && recordOf(displaySet);
  if (!record) {
    throw new PanelError(tell('seriesClosed'));
  }
  return { record, request: repeatRequest(record) };
}

const numberAndUid = ({ SOPInstanceUID, InstanceNumber }: Dataset): Dataset => ({
  SOPInstanceUID,
  InstanceNumber,
});

/**
 * What the archive has of a series, as far as the viewer has read it.
 * @throws {PanelError} when nothing can be added to the series
 */
export function openStoredSeries(displaySet: DisplaySet): StoredSeries {
  const [, ...others] = displaySet.instances ?? [];
  try {
    return readStoredSeries([plainAttributes(displaySet), ...others.map(numberAndUid)]);
  } catch (error) {
    throw toPanelError(error, tell('recordUnreadable'));
  }
}

/** The images of a run, where they are all in the study: of a report those that it is about. */
export function imagesOf(run: DisplaySet, displaySets: readonly DisplaySet[]): DisplaySet | null {
  const uids = isReport(run) ? reportedSeries(plainAttributes(run)) : [run.SeriesInstanceUID];
  const images = displaySets.find(
    displaySet => isSeries(displaySet) && uids.includes(displaySet.SeriesInstanceUID)
  );
  const count = recordOf(run)?.depths.count;
  return images?.instances?.length === count ? (images ?? null) : null;
}

/**
 * Compares a repeated run with the stored one.
 * @param loadStored reads the stored pixels of all slices in order; asked only where hashes cannot decide
 */
export function compareRepeated(
  run: DisplaySet,
  series: SyntheticSeries,
  loadStored: () => Promise<Uint16Array | null>
): Promise<RepeatFinding> {
  return compareWithStored(openStoredRun(run).record, series, loadStored);
}
