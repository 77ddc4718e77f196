import { seriesRequest } from '../../../test/syntheticKnee';
import { textOf } from '../../sentences';
import { buildSyntheticSeries } from '../buildSyntheticSeries';
import { changesSince, compareRuns, readRunRecord, repeatRequest, type RunRecord } from '.';

const [image] = buildSyntheticSeries(seriesRequest()).instances;
const record = readRunRecord(image?.dataset ?? {});
const other = (change: Partial<RunRecord>): RunRecord => ({ ...record, ...change });

describe('the request of a recorded run', () => {
  it('asks for what was asked for', () => {
    const request = repeatRequest(record);
    expect(request).toMatchObject({
      side: 'R',
      region: { x: 12.346, y: -3, width: 980, height: 980 },
      seed: 2 ** 53 - 1,
      steps: 10,
      solver: 'dpmsolver++2m',
      guidance: 1.5,
    });
    expect(request.readings.XRKL).toEqual({ value: 2, source: 'typed' });
    expect(request.readings.XRJSL).toEqual({ value: null, source: null });
    expect(request.depthsMm).toHaveLength(6);
    expect(request.depthsMm[5]).toBe(45.833333);
  });

  it('is refused for figures over samples, and where something is missing', () => {
    expect(() => repeatRequest(other({ content: 'mean', samples: 8 }))).toThrow(/over 8 samples/);
    expect(() => repeatRequest(other({ region: null }))).toThrow(/crop of the radiograph/);
    expect(() => repeatRequest(other({ solver: 'euler' }))).toThrow(/solver/);
  });
});

describe('what differs', () => {
  it.each<[Partial<RunRecord>, RegExp]>([
    [
      { model: { ...record.model, version: '0.2.0', bundleSha256: 'f'.repeat(64) } },
      /model.*0\.2\.0/,
    ],
    [{ radiographUid: '1.2.3' }, /radiograph is another one/],
    [{ radiographSha256: 'f'.repeat(64) }, /model saw differs/],
    [{ productVersion: '9.9.9' }, /software.*9\.9\.9/],
    [{ runtime: 'wasm' }, /runtime.*cpu.*wasm/],
  ])('is named: %j', (change, words) => {
    expect(changesSince(record, other(change)).map(textOf)).toEqual([expect.stringMatching(words)]);
  });

  it('is nothing for the same run', () => {
    expect(changesSince(record, record)).toEqual([]);
  });
});

describe('a repeated run', () => {
  const stored = Uint16Array.from([1000, 2000, 3000, 4000]);
  // The length of the stored pixels is sqrt(30) * 1000 = 5477.2, so one grey level is 1.826e-4 of it.
  const near = Uint16Array.from([1000, 2000, 3000, 4001]);
  const far = Uint16Array.from([1000, 2000, 3000, 3900]);
  const changed = other({ pixelsSha256: 'f'.repeat(64), runtime: 'wasm' });

  it('is identical when the hash of its pixels is', () => {
    expect(compareRuns(record, other({}), { stored: null, again: stored }).verdict).toBe(
      'identical'
    );
  });

  it('is within the tolerance on another runtime when its pixels are near', () => {
    const finding = compareRuns(record, changed, { stored, again: near });
    expect(finding.verdict).toBe('within-tolerance');
    expect(finding.distance).toBeCloseTo(1.826e-4, 6);
    expect(compareRuns(record, changed, { stored, again: far }).verdict).toBe('different');
  });

  it('is different when pixels differ on the same runtime, or with another model', () => {
    const same = { ...changed, runtime: record.runtime };
    expect(compareRuns(record, same, { stored, again: near })).toMatchObject({
      verdict: 'different',
      changes: [],
    });
    const model = { ...changed, model: { ...record.model, bundleSha256: 'e'.repeat(64) } };
    expect(compareRuns(record, model, { stored, again: near }).verdict).toBe('different');
  });

  it('is not called near where the stored pixels are not at hand', () => {
    expect(compareRuns(record, changed, { stored: null, again: near })).toMatchObject({
      verdict: 'different',
      distance: null,
    });
  });
});
