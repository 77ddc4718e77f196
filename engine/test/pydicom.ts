import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ENVIRONMENT = path.resolve(__dirname, '../../.venv/bin/python');
const PYTHON = existsSync(ENVIRONMENT) ? ENVIRONMENT : 'python3';
const TOOL = path.join(__dirname, 'pydicom_tool.py');
const FILM_TOOL = path.join(__dirname, 'film_tool.py');

/** A data set as pydicom reads it, in the shape of DICOM JSON. */
export type PydicomDataset = Record<string, { vr: string; Value?: unknown[] } | undefined>;

export interface PydicomFile {
  dataset: PydicomDataset;
  pixelsSha256: string | null;
}

function run(args: string[], tool = TOOL): string {
  const { status, stdout, stderr } = spawnSync(PYTHON, [tool, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, PYTHONIOENCODING: 'utf8' },
  });
  if (status !== 0) {
    throw new Error(`pydicom refused: ${stderr}`);
  }
  return stdout;
}

const isThere = spawnSync(PYTHON, ['-c', 'import pydicom, numpy, PIL']).status === 0;
if (!isThere && process.env['REQUIRE_ALL'] === '1') {
  throw new Error('pydicom is not installed, and REQUIRE_ALL=1 asks for every test.');
}
if (!isThere) {
  process.stderr.write('SKIPPED: tests that need pydicom, which is not installed\n');
}

/** `it` where there is a Python with pydicom. */
export const itWithPydicom: jest.It = isThere ? it : it.skip;

/** Reads files with pydicom; throws where any value breaks a rule of its value representation. */
export function readWithPydicom(files: string[]): PydicomFile[] {
  return JSON.parse(run(['read', ...files])) as PydicomFile[];
}

/** Has pydicom write a small radiograph whose names are in a character set. */
export function radiographIn(characterSet: string, file: string): void {
  run(['radiograph', characterSet, file]);
}

/** A film that is hard to read right, and its grey as other software reads it, row by row. */
export interface ReferenceFilm {
  file: Uint8Array;
  grey: Float32Array;
}

/** Has pydicom (or, compressed, Pillow) write films into a folder, and say what it reads of them. */
export function referenceFilms(
  kind: 'grey' | 'jpeg2000' | 'big-endian',
  folder: string
): Map<string, ReferenceFilm> {
  run([kind, folder], FILM_TOOL);
  const names = readdirSync(folder).filter(name => name.endsWith('.dcm'));
  return new Map(
    names.map(name => {
      const grey = readFileSync(path.join(folder, name.replace(/dcm$/, 'f32')));
      const values = new Float32Array(new Uint8Array(grey).buffer);
      const file = new Uint8Array(readFileSync(path.join(folder, name)));
      return [path.parse(name).name, { file, grey: values }];
    })
  );
}

/** The values of an attribute by tag. */
export function valuesOf({ dataset }: PydicomFile, tag: string): unknown[] {
  return dataset[tag]?.Value ?? [];
}
