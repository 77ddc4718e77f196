/**
 * @jest-environment <rootDir>/test/hostArraysEnvironment.cjs
 */
import { appendFileSync, cpSync, mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { commandLine, filesIn, PNG_FILM, TINY_BUNDLE } from '../../test/commandLine';
import { EXIT } from './CliError';
import { main } from '.';

const { folder, freshName, fileOf, run, synthesize } = commandLine('errors');

describe('an error', () => {
  const right = ['--side', 'R'];
  const alteredBundle = () => {
    const copy = freshName();
    cpSync(TINY_BUNDLE, copy, { recursive: true });
    appendFileSync(path.join(copy, 'models/decoder.onnx'), ' ');
    return copy;
  };

  it.each([
    [
      'a radiograph that is not there',
      () => ['/no/where.dcm'],
      /\/no\/where\.dcm .*nothing of that/,
    ],
    ['a folder without a radiograph', () => [mkdtempSync(`${folder}/empty-`)], /no radiograph/],
    [
      'text for a radiograph',
      () => [fileOf('words.dcm', 'words')],
      /words\.dcm: .*not a DICOM file/,
    ],
    [
      'half a PNG',
      () => [fileOf('torn.png', readFileSync(PNG_FILM).subarray(0, 900)), ...right],
      /torn\.png: .*damaged/,
    ],
    [
      'wrong readings',
      () => [PNG_FILM, ...right, '--readings', fileOf('wrong.json', '{"XRKL": 9}')],
      /wrong\.json: .*XRKL/,
    ],
    [
      'readings that are not there',
      () => [PNG_FILM, ...right, '--readings', '/no/where.json'],
      /\/no\/where\.json cannot be read: there is nothing/,
    ],
    [
      'a bundle that is not there',
      () => [PNG_FILM, ...right, '--bundle', '/no/bundle'],
      /bundle \/no\/bundle: .*metadata\.json/,
    ],
    [
      'a bundle with a damaged file',
      () => [PNG_FILM, ...right, '--bundle', alteredBundle()],
      /bundle \S+out-\d+: .*decoder\.onnx/,
    ],
  ])('names the file: %s', async (_, args, words) => {
    const { stderr, out } = await synthesize(...(args() as [string, ...string[]]));
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/ENO|EISDIR|at .*\.[jt]s/);
    expect(filesIn(out)).toBeNull();
  });

  it('names the folder that results cannot be written to', async () => {
    const below = path.join(fileOf('a-file', 'text'), 'out');
    const { code, stderr } = await run(['synthesize', PNG_FILM, ...right, '--out', below]);
    expect(stderr).toContain(`${below} of --out is a file, or lies below one`);
    expect(code).toBe(EXIT.usage);
    const taken = await run(['synthesize', PNG_FILM, ...right, '--out', folder]);
    expect(taken.stderr).toContain(`${folder} of --out is not empty`);
  });

  it('names the folder that nothing can be saved from', async () => {
    const missing = freshName();
    const { stderr } = await run(['save', missing, '--to', 'http://127.0.0.1:9']);
    expect(stderr).toContain(`${missing} cannot be read: there is nothing of that name`);
  });

  it.each([
    ['--sides', ['--sides', 'R'], 'There is no option --sides.'],
    ['--seed without a number', ['--seed'], '--seed wants a value.'],
    ['--roi beyond the film', ['--roi', '-9,0,9,9'], '--roi wants a value; one that begins'],
    ['--json with a value', ['--json=yes'], '--json takes no value.'],
  ])('of the call is one sentence of ours: %s', async (_, args, sentence) => {
    const { code, stderr } = await run(['synthesize', PNG_FILM, '--out', freshName(), ...args]);
    expect(stderr).toContain(`xray-to-mri: ${sentence}`);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(EXIT.usage);
  });

  it('of other software is not repeated, but for those who ask for it', async () => {
    const fail = async (environment: Record<string, string>) => {
      let stderr = '';
      const code = await main(['--help'], {
        stdout: {
          write: () => {
            throw new TypeError('DOE^JANE', { cause: new Error('the pipe is closed') });
          },
        },
        stderr: { write: text => (stderr += text) },
        environment,
        defaultBundle: TINY_BUNDLE,
      });
      expect(code).toBe(EXIT.failed);
      return stderr;
    };
    const shown = await fail({});
    expect(shown).toMatch(/internal error \(TypeError\).*XRAY_TO_MRI_DEBUG=1/);
    expect(shown).not.toMatch(/DOE|pipe/);
    expect(await fail({ XRAY_TO_MRI_DEBUG: '1' })).toMatch(
      /TypeError: DOE\^JANE[^]*caused by Error: the pipe is closed/
    );
  });
});
