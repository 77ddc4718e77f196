import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'compress-'));
  mkdirSync(path.join(folder, 'dist', 'models'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Buffer) =>
  writeFileSync(path.join(folder, 'dist', name), content);
const read = (name: string) => readFileSync(path.join(folder, 'dist', name));

function compress(): void {
  const [dist, cache] = ['dist', 'cache'].map(name => JSON.stringify(path.join(folder, name)));
  const program = `import { compressFolder } from './compress.mjs'; await compressFolder(${dist}, ${cache});`;
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', program],
    { cwd: __dirname, encoding: 'utf8' }
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}

describe('compressed variants beside the files of a build', () => {
  const WEIGHTS = 'weights '.repeat(5000);

  it('hold the same bytes, in every folder', () => {
    write('models/weights.onnx', WEIGHTS);
    compress();
    expect(brotliDecompressSync(read('models/weights.onnx.br')).toString()).toBe(WEIGHTS);
    expect(gunzipSync(read('models/weights.onnx.gz')).toString()).toBe(WEIGHTS);
    expect(read('models/weights.onnx.br').length).toBeLessThan(WEIGHTS.length / 10);
  });

  it('are not made of what does not get smaller, is small, or is for people', () => {
    write('noise.wasm', randomBytes(20_000));
    write('small.js', 'export {};');
    write('index.js.map', WEIGHTS);
    compress();
    expect(readdirSync(path.join(folder, 'dist')).sort()).toEqual([
      'index.js.map',
      'models',
      'noise.wasm',
      'small.js',
    ]);
  });

  it('follow a file that has changed, and are newer than it', () => {
    write('index.js', WEIGHTS);
    compress();
    write('index.js', `${WEIGHTS}changed`);
    compress();
    expect(gunzipSync(read('index.js.gz')).toString()).toBe(`${WEIGHTS}changed`);
    const time = (name: string) => statSync(path.join(folder, 'dist', name)).mtimeMs;
    expect(time('index.js.br')).toBeGreaterThanOrEqual(time('index.js'));
  });
});
