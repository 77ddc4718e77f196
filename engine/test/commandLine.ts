import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { main } from '../src/cli';
import type { ResultJson } from '../src/cli/resultJson';
import { FILMS } from './films';
import { radiographFile } from './radiographFile';

/** A bundle of small untrained networks. */
export const TINY_BUNDLE = path.resolve(__dirname, '../../test/fixtures/tiny-bundle');
/** A film without attributes. */
export const PNG_FILM = FILMS[0]?.path ?? '';

/** What a run is given besides its arguments. */
interface Circumstances {
  environment?: Record<string, string>;
  signal?: AbortSignal;
}

/** Longest time that a test of a file may take on a busy computer. */
const PATIENCE_MS = 600_000;

/**
 * Runs the command line within a file of tests, in a folder of its own that goes with the tests, with the
 * tests' bundle as its own.
 * @param name of the folder, to be found by in the system's temporary one
 */
export function commandLine(name: string) {
  jest.setTimeout(PATIENCE_MS);
  const folder = mkdtempSync(path.join(tmpdir(), `xray-to-mri-${name}-`));
  afterAll(() => rmSync(folder, { recursive: true }));
  let names = 0;

  /** A path in the folder at which there is nothing yet. */
  const freshName = () => path.join(folder, `out-${++names}`);

  /** Writes a file into the folder, and tells its path. */
  function fileOf(file: string, bytes: Uint8Array | string): string {
    const written = path.join(folder, file);
    mkdirSync(path.dirname(written), { recursive: true });
    writeFileSync(written, bytes);
    return written;
  }

  /** Writes the DICOM file of one of the FILMS, with some attributes changed. */
  const filmFile = (file: string, index: number, change = {}) =>
    fileOf(file, radiographFile(FILMS[index], change));

  /** @returns the exit code and all that was printed */
  async function run(args: readonly string[], { environment = {}, signal }: Circumstances = {}) {
    let [stdout, stderr] = ['', ''];
    const code = await main([...args], {
      stdout: { write: text => (stdout += text) },
      stderr: { write: text => (stderr += text) },
      environment,
      defaultBundle: TINY_BUNDLE,
      ...(signal ? { signal } : {}),
    });
    return { code, stdout, stderr };
  }

  /** Synthesizes three slices in two steps, where the options do not say otherwise. */
  async function synthesize(radiograph: string, ...options: string[]) {
    const out = freshName();
    const small = ['--slices', '3', '--steps', '2'];
    if (radiograph === PNG_FILM && !options.includes('--roi')) {
      small.push('--pixel-spacing', '1.25');
    }
    const answer = await run(['synthesize', radiograph, '--out', out, ...small, ...options]);
    return { ...answer, out };
  }

  return { folder, freshName, fileOf, filmFile, run, synthesize };
}

/** Names of the files of a folder; null where it is not there. */
export const filesIn = (out: string) => (existsSync(out) ? readdirSync(out).sort() : null);

/** The result.json of a folder. */
export const resultIn = (out: string) =>
  JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')) as ResultJson;
