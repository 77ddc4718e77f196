import reference from '../../../test/fixtures/reference/noise.json';
import { normals, sliceNoise } from '.';
import { philox4x32 } from './philox';

/** A tuple of unsigned numbers. */
function words(values: number[]): [number, number, number, number] {
  const [a = 0, b = 0, c = 0, d = 0] = values;
  return [a, b, c, d];
}

describe('Philox4x32-10', () => {
  it.each(reference.philox4x32_10)("gives Random123's words for $counter", vector => {
    const out = new Uint32Array(4);
    const [key0 = 0, key1 = 0] = vector.key;
    philox4x32(words(vector.counter), [key0, key1], out);
    expect([...out].map(word => word.toString(16).padStart(8, '0'))).toEqual(vector.words_hex);
  });
});

describe('normals', () => {
  it.each(reference.normals)('of seed $seed, stream $stream, sample $sample are fixed', vector => {
    expect([...normals(vector.values.length, vector)]).toEqual(vector.values);
  });

  it('have mean 0, variance 1 and kurtosis 3', () => {
    const count = 100_000;
    const values = normals(count, { seed: 7, stream: 3, sample: 0 });
    const moment = (power: number) => values.reduce((sum, v) => sum + v ** power, 0) / count;
    // Six standard errors: sqrt(1 / n), sqrt(2 / n), sqrt(96 / n).
    expect(Math.abs(moment(1))).toBeLessThan(6 * Math.sqrt(1 / count));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(6 * Math.sqrt(2 / count));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(6 * Math.sqrt(96 / count));
  });
});

describe('noise of a slice', () => {
  const vector = reference.slice_noise;
  const options = {
    seed: vector.seed,
    sample: vector.sample,
    correlationMm: vector.correlation_mm,
    length: vector.shape.reduce((product, size) => product * size),
  };
  const noise = sliceNoise({ ...options, scale: 1 });

  it.each(vector.depths_mm.map((depthMm, i) => ({ depthMm, values: vector.values[i] })))(
    'at $depthMm mm is fixed',
    ({ depthMm, values }) => {
      const field = noise(depthMm);
      for (const [i, index] of vector.indices.entries()) {
        expect(field[index]).toBeCloseTo(values?.[i] ?? Number.NaN, 6);
      }
    }
  );

  it('is scaled as the bundle asks', () => {
    const scaled = sliceNoise({ ...options, scale: 0.5 })(17.3);
    expect([...scaled]).toEqual([...noise(17.3).map(value => value / 2)]);
  });

  it('resembles its neighbours and not what is two knots away', () => {
    const correlation = (a: Float32Array, b: Float32Array) =>
      a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0) / a.length;
    // cos(2.2 / 40 x pi / 2) = 0.996; 4096 independent pairs have a standard error of 0.016.
    expect(correlation(noise(1), noise(3.2))).toBeGreaterThan(0.9);
    expect(Math.abs(correlation(noise(-40), noise(40)))).toBeLessThan(0.1);
  });
});
