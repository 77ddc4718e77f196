import { say } from '../sentences';
import { readingsFrom } from './readings';
import { ReadingsError } from './ReadingsError';
import type { Reading, ReadingName, Readings } from './types';
import { READINGS } from './variables';
import { requireOneVisit, withoutVisit } from './visits';

/** Which row of a table is meant; what is left out is not asked for. */
export interface TableChoice {
  side?: 'R' | 'L';
  /** The OAI's ID column. */
  id?: string;
}

/** OAI's codes of the side. */
const SIDE_CODES = { R: '1', L: '2' } as const;
const DELIMITERS = ['|', '\t', ';', ','] as const;
const MOST_CHARACTERS = 50_000_000;
/** SAS and the OAI write missing values as a dot, or a dot with a letter or an explanation. */
const MISSING = /^(|\.[A-Z]?(:.*)?|NA|NaN|null)$/i;

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
  if (MISSING.test(cell)) {
    return null;
  }
  const value = Number(GRADE.exec(cell)?.[1] ?? Number.NaN);
  if (!(value >= min && value <= max)) {
    throw new ReadingsError(say('tableGrade', { name, min, max }));
  }
  return value;
}

function chosenRow(
  header: readonly string[],
  rows: readonly string[][],
  { side, id }: TableChoice
): string[] {
  const column = (name: string) => header.indexOf(name);
  const [sideAt, idAt] = [column('SIDE'), column('ID')];
  const matching = rows.filter(row => {
    const isSide = side === undefined || sideAt < 0 || row[sideAt]?.charAt(0) === SIDE_CODES[side];
    return isSide && (id === undefined || idAt < 0 || row[idAt] === id);
  });
  const [row, ...more] = matching;
  if (row === undefined) {
    throw new ReadingsError(say('tableNoRow'));
  }
  const wanted = header.flatMap((name, index) =>
    name === 'ID' || /^(V\d\d)?XR/.test(name) ? [index] : []
  );
  if (more.some(other => wanted.some(index => other[index] !== row[index]))) {
    throw new ReadingsError(say('tableRowsDiffer'));
  }
  if (row.slice(header.length).some(cell => cell !== '')) {
    throw new ReadingsError(say('tableRowTooLong'));
  }
  return row;
}

/**
 * Readings out of a table with the OAI's names in its first line: the columns XRKL and so on, with or without
 * the visit's prefix in either case, and SIDE (1 right, 2 left) where it has rows of both. Columns may be
 * separated by commas, semicolons, tabs or bars.
 * @throws {ReadingsError} without such columns, with several visits, without a row or with several, and for
 *   wrong grades
 */
export function parseReadingsTable(text: string, choice: TableChoice = {}): Readings {
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
  const row = chosenRow(header, rows, choice);
  return readingsFrom((name): Reading => {
    const at = columns.get(name);
    const variable = READINGS.find(known => known.name === name);
    if (at === undefined || variable === undefined) return { value: null, source: null };
    const value = gradeOf(row[at] ?? '', variable);
    return { value, source: value === null ? null : 'file' };
  });
}
