import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Side } from '../../radiograph';
import { CliError, EXIT } from '../CliError';
import { readBytes } from '../readInput';
import { systemReason } from '../ownErrors';
import type { StudySource } from './studySource';

/** A radiograph of a cohort. */
export interface CohortCase {
  /** Name of its folder: the same in every run and every process, and no other case's. */
  name: string;
  /** As the user named it. */
  label: string;
  /** The study it was found in; null for files. */
  study: string | null;
  side: Side | null;
  /** Whether the side was given for this very film, and not for a study or folder that may be of both knees. */
  isSideItsOwn: boolean;
  /** A file of readings of its own. */
  readings: string | null;
  read(): Promise<Uint8Array>;
}

const RADIOGRAPHS = /\.(dcm|dicom|png)$/i;
const UID = /^[0-9]+(\.[0-9]+)+$/;
const LONGEST_NAME = 60;
const LIST_HEADER = 'input';

/** A name for a folder: legible, told from all others by the hash of the whole, and from the other knee's. */
function folderName(label: string, side: Side | null): string {
  const legible = path
    .basename(label)
    .replace(RADIOGRAPHS, '')
    .replace(/[^A-Za-z0-9._-]+/g, '_')
    .slice(-LONGEST_NAME);
  const hash = createHash('sha256').update(label).digest('hex').slice(0, 8);
  return [legible, hash, ...(side === null ? [] : [side])].join('-');
}

interface Entry {
  input: string;
  side: Side | null;
  readings: string | null;
}

function sideOf(text: string, line: number): Side | null {
  const side = text.trim().toUpperCase();
  if (side === '') return null;
  if (side === 'R' || side === 'L') return side;
  throw new CliError(EXIT.usage, `Line ${line} of the list: the side is R or L, not "${text}".`);
}

/**
 * The entries of a list: one a line, `#` begins a comment. Where the first line begins with `input`, the
 * columns `input`, `side` and `readings` are separated by tabs.
 */
export function parseList(text: string): Entry[] {
  const lines = text.split(/\r?\n/);
  const columns = lines[0]?.split('\t').map(name => name.trim()) ?? [];
  const hasHeader = columns[0] === LIST_HEADER;
  const unknown = columns.find(name => ![LIST_HEADER, 'side', 'readings'].includes(name));
  if (hasHeader && unknown !== undefined) {
    throw new CliError(
      EXIT.usage,
      `The list has a column "${unknown}"; it may have input, side and readings, separated by tabs.`
    );
  }
  return lines.flatMap((line, index) => {
    if ((hasHeader && index === 0) || line.trim() === '' || line.startsWith('#')) return [];
    if (!hasHeader) return [{ input: line.trim(), side: null, readings: null }];
    const cells = line.split('\t');
    const cell = (name: string) => cells[columns.indexOf(name)]?.trim() ?? '';
    const side = sideOf(cell('side'), index + 1);
    return [{ input: cell(LIST_HEADER), side, readings: cell('readings') || null }];
  });
}

/** The radiographs below a folder, but for what is below `out`. */
async function filesBelow(folder: string, out: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter(entry => entry.isFile() && RADIOGRAPHS.test(entry.name))
      .map(entry => path.join(entry.parentPath, entry.name))
      .filter(file => !path.resolve(file).startsWith(path.resolve(out) + path.sep))
      .sort();
  } catch (cause) {
    const reason = systemReason(cause) ?? 'check its name and your rights';
    throw new CliError(EXIT.input, `The folder ${folder} cannot be read: ${reason}.`, { cause });
  }
}

function fileCase(
  file: string,
  { side, readings }: Omit<Entry, 'input'>,
  isSideItsOwn: boolean
): CohortCase {
  const name = folderName(path.resolve(file), side);
  return {
    ...{ name, label: file, study: null, side, isSideItsOwn, readings },
    read: () => readBytes(file, 'radiograph'),
  };
}

async function casesOf(
  entry: Entry,
  studies: StudySource | null,
  out: string
): Promise<CohortCase[]> {
  const { input, side, readings } = entry;
  const requireOneKnee = () => {
    if (readings !== null && side === null) {
      throw new CliError(
        EXIT.usage,
        'Readings are of one knee, and there may be films of both: name its side in the list.'
      );
    }
  };
  if (studies !== null && UID.test(input)) {
    requireOneKnee();
    const films = await studies.films(input);
    return films.map(film => ({
      ...{ name: folderName(film.label, side), label: film.label, study: input },
      ...{ side, isSideItsOwn: false, readings },
      read: film.read,
    }));
  }
  const found = await stat(input).catch(() => null);
  if (!found?.isDirectory()) return [fileCase(input, entry, side !== null)];
  requireOneKnee();
  return (await filesBelow(input, out)).map(file => fileCase(file, entry, false));
}

/** What could not be looked at, for example a study that is not in the archive. */
export interface Unlisted {
  label: string;
  error: unknown;
}

/**
 * The cases of the inputs and of the list, in their order, each once; results below `out` are none.
 * @throws {CliError} when the list cannot be read
 */
export async function listCases(
  { inputs, list, out }: { inputs: readonly string[]; list: string | null; out: string },
  studies: StudySource | null
): Promise<{ cases: CohortCase[]; unlisted: Unlisted[] }> {
  const entries: Entry[] = inputs.map(input => ({ input, side: null, readings: null }));
  if (list !== null) {
    const text = await readFile(list, 'utf8').catch(cause => {
      const reason = systemReason(cause) ?? 'check its name and your rights';
      throw new CliError(EXIT.input, `The list ${list} cannot be read: ${reason}.`, { cause });
    });
    entries.push(...parseList(text));
  }
  const cases = new Map<string, CohortCase>();
  const unlisted: Unlisted[] = [];
  for (const entry of entries) {
    try {
      for (const found of await casesOf(entry, studies, out)) cases.set(found.name, found);
    } catch (error) {
      unlisted.push({ label: entry.input, error });
    }
  }
  return { cases: [...cases.values()], unlisted };
}
