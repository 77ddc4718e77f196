import {
  parseReadingsJson,
  parseReadingsTable,
  readingsFrom,
  readReportedReadings,
  type Readings,
  type Side,
} from '@xray-to-mri/engine';
import { plainAttributes } from './attributes';
import type { DisplaySet } from './ohif';
import { PanelError, type ReportedReadings } from './panelHost';
import { tell } from './sentences';
import { toPanelError } from './toPanelError';

const LARGEST_FILE = 50_000_000;

/** Readings of a knee in the structured reports among display sets; also those of a knee that is not said. */
export function findReportedReadings(
  displaySets: readonly DisplaySet[],
  side: Side
): ReportedReadings[] {
  return displaySets
    .filter(({ Modality }) => Modality === 'SR')
    .flatMap(displaySet =>
      readReportedReadings(plainAttributes(displaySet))
        .filter(found => found.count > 0 && (found.side ?? side) === side)
        .map(({ readings, count, side: said }) => ({
          id: displaySet.displaySetInstanceUID,
          isSideSaid: said !== null,
          label: displaySet.SeriesDescription?.trim() || 'SR',
          readings,
          count,
        }))
    );
}

/** What a file gives counts as taken from a file, whatever it says of itself. */
function fromFile(readings: Readings): Readings {
  return readingsFrom(name => {
    const { value } = readings[name];
    return { value, source: value === null ? null : 'file' };
  });
}

/**
 * Reads a table or JSON with the OAI's names.
 * @throws {PanelError} that says what is wrong with the file
 */
export async function readReadingsFile(
  file: Blob & { name: string },
  side: Side
): Promise<Readings> {
  if (file.size > LARGEST_FILE) {
    throw new PanelError(tell('readingsFileTooLarge'));
  }
  try {
    const text = await file.text();
    const isJson = /\.json$/i.test(file.name) || text.trimStart().startsWith('{');
    return fromFile(isJson ? parseReadingsJson(text) : parseReadingsTable(text, { side }));
  } catch (error) {
    throw toPanelError(error, tell('readingsFileUnreadable'));
  }
}
