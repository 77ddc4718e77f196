import type { SyntheticSeries } from '../buildSyntheticSeries';
import { compareRuns, readRunRecord, type RepeatFinding, type RunRecord } from '../record';

/** Stored pixels of all slices in the order of their numbers. */
export function pixelsOfSeries({ instances }: Pick<SyntheticSeries, 'instances'>): Uint16Array {
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
 * Compares a run that was made again with the stored one.
 * @param loadStored reads the stored pixels of all slices in order, or null where they are not at hand; asked
 *   only where the hashes cannot decide
 */
export async function compareWithStored(
  record: RunRecord,
  series: SyntheticSeries,
  loadStored: () => Promise<Uint16Array | null>
): Promise<RepeatFinding> {
  const again = readRunRecord(series.instances[0]?.dataset ?? {});
  const pixels = pixelsOfSeries(series);
  const byHash = compareRuns(record, again, { stored: null, again: pixels });
  return byHash.verdict === 'identical' || record.runtime === again.runtime
    ? byHash
    : compareRuns(record, again, { stored: await loadStored(), again: pixels });
}
