import { say } from '../sentences';
import { isMissing, namesSide, personOf } from './ownersOfFile';
import { readingsFrom } from './readings';
import { ReadingsError } from './ReadingsError';
import type { FiledReadings, KneeOfFile, Reading, ReadingName } from './types';
import { READINGS } from './variables';
import { requireOneVisit, withoutVisit } from './visits';

const DELIMITERS = ['|', '\t', ';', ','] as const;
const MOST_CHARACTERS = 50_000_000;
/** A grade as "2", "2.0" or, in labelled exports, "2: Definite". */
const GRADE = /^(\d+)(\.0*)?\s*(:.*)?$/;

/** Cells of a line (RFC 4180): a delimiter between quotes is none, and two quotes there are one. */
function cellsOf(line: string, delimiter: string): string[] {
  if (!line.includes('"')) {
    return line.split(delimiter).map(cell => cell.trim());
  }
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (isQuoted && character === '"' && line.charAt(at + 1) === '"') {
      cell += character;
      at++;
    } else if (character === '"' && (isQuoted || cell.trim() === '')) {
      isQuoted = !isQuoted;
    } else if (character === delimiter && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else {
      cell += character;
    }
  }
  return [...cells, cell.trim()];
}

function gradeOf(cell: string, { name, min, max }: (typeof READINGS)[number]): number | null {
  if (isMissing(cell)) {
    return null;
  }
  const value = Number(GRADE.exec(cell)?.[1] ?? Number.NaN);
  if (!(value >= min && value <= max)) {
    throw new ReadingsError(say('tableGrade', { name, min, max }));
  }
  return value;
}

/** A row of the table, and what it says of the knee that it is of. */
interface ChosenRow extends Omit<FiledReadings, 'readings'> {
  cells: string[];
}

/**
 * The row of a knee: one of its person and its side, or else one that is silent on them.
 * @throws {ReadingsError} where there is none, or several that differ
 */
function chosenRow(
  header: readonly string[],
  rows: readonly string[][],
  knee: KneeOfFile
): ChosenRow {
  const cellOf = (row: readonly string[], name: string) => row[header.indexOf(name)] ?? '';
  const ofPerson = rows.filter(row => personOf(cellOf(row, 'ID'), knee) === 'same');
  const all = ofPerson.length > 0 ? ofPerson : rows;
  const { side } = knee;
  const names = (row: readonly string[]) => (side ? namesSide(cellOf(row, 'SIDE'), side) : null);
  const ofSide = all.filter(row => names(row) === true);
  const matching = ofSide.length > 0 ? ofSide : all.filter(row => names(row) === null);
  const isSideSaid = ofSide.length > 0;
  const [cells, ...more] = matching;
  if (cells === undefined) {
    throw new ReadingsError(say('tableNoRow'));
  }
  const wanted = header.flatMap((name, index) =>
    name === 'ID' || /^(V\d\d)?XR/.test(name) ? [index] : []
  );
  if (more.some(other => wanted.some(index => other[index] !== cells[index]))) {
    throw new ReadingsError(say(isSideSaid || !side ? 'tableRowsDiffer' : 'tableRowsSilent'));
  }
  if (cells.slice(header.length).some(cell => cell !== '')) {
    throw new ReadingsError(say('tableRowTooLong'));
  }
  return { cells, isSideSaid, person: personOf(cellOf(cells, 'ID'), knee) };
}

/**
 * Readings out of a table with the OAI's names in its first line: the columns XRKL and so on, with or without
 * the visit's prefix in either case, and SIDE (1 right, 2 left) and ID where it has rows of several knees. Columns
 * may be separated by commas, semicolons, tabs or bars.
 * @throws {ReadingsError} without such columns, with several visits, without a row or with several, and for
 *   wrong grades
 */
export function parseReadingsTable(text: string, knee: KneeOfFile = {}): FiledReadings {
  if (text.length > MOST_CHARACTERS) {
    throw new ReadingsError(say('tableTooLarge'));
  }
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .filter(line => line.trim() !== '');
  const first = lines[0] ?? '';
  const delimiter = DELIMITERS.find(candidate => first.includes(candidate)) ?? ',';
  const header = cellsOf(first, delimiter).map(name => name.toUpperCase());
  const columns = new Map<ReadingName, number>();
  for (const { name } of READINGS) {
    const at = header.flatMap((cell, i) => (withoutVisit(cell) === name ? [i] : []));
    if (at.length > 1) {
      throw new ReadingsError(say('tableVisits', { name }));
    }
    if (at[0] !== undefined) columns.set(name, at[0]);
  }
  if (columns.size === 0) {
    throw new ReadingsError(say('tableNoNames'));
  }
  requireOneVisit([...columns.values()].map(at => header[at] ?? ''));
  const rows = lines.slice(1).map(line => cellsOf(line, delimiter));
  const { cells, ...owners } = chosenRow(header, rows, knee);
  const readings = readingsFrom((name): Reading => {
    const at = columns.get(name);
    const variable = READINGS.find(known => known.name === name);
    if (at === undefined || variable === undefined) return { value: null, source: null };
    const value = gradeOf(cells[at] ?? '', variable);
    return { value, source: value === null ? null : 'file' };
  });
  return { readings, ...owners };
}
