/**
 * @jest-environment <rootDir>/test/hostArraysEnvironment.cjs
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FILMS } from '../../test/films';
import { readPart10 } from '../dicom';
import { EXIT } from './CliError';
import type { ResultJson } from './resultJson';
import { main } from '.';

jest.setTimeout(120_000);

const TINY_BUNDLE = path.resolve(__dirname, '../../../test/fixtures/tiny-bundle');
const NPY_HEADER = 128;

const folder = mkdtempSync(path.join(tmpdir(), 'xray-to-mri-answers-'));
afterAll(() => rmSync(folder, { recursive: true }));

let runs = 0;

async function synthesize(...options: string[]) {
  const out = path.join(folder, `out-${++runs}`);
  const film = [FILMS[0]?.path ?? '', '--side', 'R', '--pixel-spacing', '1.25'];
  let stderr = '';
  const code = await main(['synthesize', ...film, '--out', out, '--steps', '1', ...options], {
    stdout: { write: () => undefined },
    stderr: { write: text => (stderr += text) },
    environment: {},
    defaultBundle: TINY_BUNDLE,
  });
  expect({ code, stderr }).toMatchObject({ code: EXIT.ok });
  const result = JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')) as ResultJson;
  return { out, result };
}

function valuesIn(out: string, file = ''): Float32Array {
  const bytes = readFileSync(path.join(out, file)).subarray(NPY_HEADER);
  return new Float32Array(new Uint8Array(bytes).buffer);
}

describe('several samples', () => {
  it('come with their mean and standard deviation', async () => {
    const { out, result } = await synthesize(
      ...['--samples', '3', '--slices', '1', '--format', 'npy']
    );
    expect(result.volumes.map(({ sample, files }) => [sample, files])).toEqual([
      [0, ['volume-sample-1.npy']],
      [1, ['volume-sample-2.npy']],
      [2, ['volume-sample-3.npy']],
    ]);
    const [statistics] = result.statistics;
    expect(statistics).toMatchObject({
      samples: 3,
      mean: { files: ['volume-mean.npy'] },
      standardDeviation: { files: ['volume-standard-deviation.npy'] },
    });
    const samples = result.volumes.map(({ files }) => valuesIn(out, files[0]));
    const mean = valuesIn(out, statistics?.mean.files[0]);
    const deviation = valuesIn(out, statistics?.standardDeviation.files[0]);
    for (const voxel of [0, 12_345, 65_535]) {
      const values = samples.map(data => data[voxel] ?? Number.NaN);
      const middle = values.reduce((sum, value) => sum + value) / 3;
      const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
      expect(mean[voxel]).toBeCloseTo(middle, 6);
      expect(deviation[voxel]).toBeCloseTo(Math.sqrt(squares / 2), 6);
    }
  });

  it('come as DICOM series that say what their voxels are', async () => {
    const { out, result } = await synthesize('--samples', '2', '--slices', '1');
    const read = (file = '') => readPart10(readFileSync(path.join(out, file))).attributes;
    const [statistics] = result.statistics;
    const series = [
      ...result.volumes,
      ...(statistics ? [statistics.mean, statistics.standardDeviation] : []),
    ].map(({ files }) => read(files[0]));
    expect(series.map(({ SeriesNumber }) => SeriesNumber)).toEqual([9001, 9003, 9005, 9007]);
    expect(series[2]?.['SeriesDescription']).toMatch(/mean of 2/);
    expect(series[3]?.['SeriesDescription']).toMatch(/SD of 2/);
    expect(existsSync(path.join(out, 'standard-deviation', 'report.dcm'))).toBe(true);
  });
});

describe('what if', () => {
  it('makes a volume for each readings file, of the same film and noise', async () => {
    const files = [0, 3].map(grade => {
      const file = path.join(folder, `kl-${grade}.json`);
      writeFileSync(file, `{"XRKL": ${grade}}`);
      return file;
    });
    const readings = files.flatMap(file => ['--readings', file]);
    const { result } = await synthesize(...readings, '--slices', '1', '--format', 'npy');
    expect(
      result.volumes.map(({ files: written, readings: read, reused }) => [written, read, reused])
    ).toEqual([
      [['volume-readings-1.npy'], { XRKL: 0 }, []],
      [['volume-readings-2.npy'], { XRKL: 3 }, ['radiograph', 'noise']],
    ]);
    const hashes = result.volumes.map(({ hashes: of }) => of.volumeSha256);
    expect(new Set(hashes).size).toBe(2);
  });
});

describe('slices in between', () => {
  it('are made for a depth factor', async () => {
    const { out, result } = await synthesize(
      ...['--depth-factor', '2', '--slices', '3', '--format', 'npy']
    );
    const { depthsMm } = result.options;
    expect(depthsMm).toHaveLength(5);
    // 110 mm in three slices lie 36.667 mm apart.
    expect((depthsMm[1] ?? 0) - (depthsMm[0] ?? 0)).toBeCloseTo(110 / 6, 5);
    expect(valuesIn(out, result.volumes[0]?.files[0])).toHaveLength(5 * 256 * 256);
  });
});
