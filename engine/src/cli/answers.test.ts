/**
 * @jest-environment <rootDir>/test/hostArraysEnvironment.cjs
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { commandLine, PNG_FILM, resultIn } from '../../test/commandLine';
import { readPart10 } from '../dicom';
import { EXIT } from './CliError';

const NPY_HEADER = 128;

const { fileOf, ...cli } = commandLine('answers');

async function synthesize(...options: string[]) {
  const quick = ['--side', 'R', '--steps', '1', ...options];
  const { code, stderr, out } = await cli.synthesize(PNG_FILM, ...quick);
  expect({ code, stderr }).toMatchObject({ code: EXIT.ok });
  return { out, result: resultIn(out) };
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
    const files = [0, 3].map(grade => fileOf(`kl-${grade}.json`, `{"XRKL": ${grade}}`));
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
