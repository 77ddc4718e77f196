import {
  compareRuns,
  DicomError,
  isOwnSynthesis,
  readRunRecord,
  repeatRequest,
  type RepeatFinding,
  type RunRecord,
  type SyntheticSeries,
} from '@xray-to-mri/engine';
import { plainAttributes } from './attributes';
import { sourceAmong } from './belonging';
import { representative } from './marking';
import type { DisplaySet } from './ohif';
import { PanelError, type StoredRun } from './panelHost';
import { isRadiograph } from './roles';

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

/**
 * The synthetic series of the study that can be made again: those with a whole record whose radiograph is in
 * the study.
 * @param isStored tells those that exist in this browser only apart
 */
export function findStoredRuns(
  displaySets: readonly DisplaySet[],
  isStored: (seriesInstanceUID: string) => boolean
): StoredRun[] {
  const radiographs = displaySets.filter(isRadiograph);
  return displaySets.flatMap(displaySet => {
    const isOurs = isOwnSynthesis(representative(displaySet) ?? {});
    if (!isOurs || !isStored(displaySet.SeriesInstanceUID)) {
      return [];
    }
    const candidateId = sourceAmong(displaySet, radiographs)?.displaySetInstanceUID;
    const record = candidateId === undefined ? null : recordOf(displaySet);
    return record === null || candidateId === undefined || record.content !== 'sample'
      ? []
      : [
          {
            id: displaySet.displaySetInstanceUID,
            label: labelOf(displaySet),
            candidateId,
            seed: record.seed,
            steps: record.steps,
            images: record.depths.count,
          },
        ];
  });
}

/** The record of a stored run, and what it asks for. */
export function openStoredRun(displaySet: DisplaySet | undefined) {
  const record = displaySet && recordOf(displaySet);
  if (!record) {
    throw new PanelError('This series is no longer open in the viewer. Choose another.');
  }
  return { record, request: repeatRequest(record) };
}

function pixelsOf({ instances }: SyntheticSeries): Uint16Array {
  const slices = instances.map(
    ({ dataset }) => new Uint16Array(dataset['PixelData'] as ArrayBuffer)
  );
  const pixels = new Uint16Array(slices.reduce((sum, slice) => sum + slice.length, 0));
  let at = 0;
  for (const slice of slices) {
    pixels.set(slice, at);
    at += slice.length;
  }
  return pixels;
}

/**
 * Compares a repeated run with the stored one.
 * @param loadStored reads the stored pixels of all slices in order; asked only where hashes cannot decide
 */
export async function compareWithStored(
  record: RunRecord,
  series: SyntheticSeries,
  loadStored: () => Promise<Uint16Array | null>
): Promise<RepeatFinding> {
  const again = readRunRecord(series.instances[0]?.dataset ?? {});
  const pixels = pixelsOf(series);
  const byHash = compareRuns(record, again, { stored: null, again: pixels });
  return byHash.verdict === 'identical' || record.runtime === again.runtime
    ? byHash
    : compareRuns(record, again, { stored: await loadStored(), again: pixels });
}
