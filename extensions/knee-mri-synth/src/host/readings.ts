import {
  parseReadingsFile,
  readingsFrom,
  readReportedReadings,
  type FiledReadings,
  type Readings,
  type Side,
} from '@xray-to-mri/engine';
import { plainAttributes } from './attributes';
import { representative } from './marking';
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

/** Patient ID of the study, which is of one patient; null where it names none, or several. */
function patientIdOf(displaySets: readonly DisplaySet[]): string | null {
  const all = displaySets.map(one => String(representative(one)?.['PatientID'] ?? '').trim());
  const [id, ...others] = new Set(all.filter(found => found !== ''));
  return id === undefined || others.length > 0 ? null : id;
}

/**
 * Reads a table or JSON with the OAI's names.
 * @param displaySets of the study, which tell the patient
 * @throws {PanelError} that says what is wrong with the file
 */
export async function readReadingsFile(
  file: Blob & { name: string },
  side: Side,
  displaySets: readonly DisplaySet[]
): Promise<FiledReadings> {
  if (file.size > LARGEST_FILE) {
    throw new PanelError(tell('readingsFileTooLarge'));
  }
  try {
    const id = patientIdOf(displaySets);
    const found = parseReadingsFile(
      { name: file.name, text: await file.text() },
      { side, ...(id === null ? {} : { id }) }
    );
    return { ...found, readings: fromFile(found.readings) };
  } catch (error) {
    throw toPanelError(error, tell('readingsFileUnreadable'));
  }
}
