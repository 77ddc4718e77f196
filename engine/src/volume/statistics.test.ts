import { VolumeStatistics, type Volume } from '.';

function volume(...data: number[]): Volume {
  return {
    data: Float32Array.from(data),
    ...{ slices: 1, rows: 1, columns: data.length, pixelMm: 1, spacingMm: 2 },
    depthsMm: [0],
    side: 'R',
  };
}

describe('statistics of volumes', () => {
  it('are the mean and the standard deviation (n - 1) of every voxel', () => {
    const statistics = new VolumeStatistics();
    for (const value of [2, 4, 4, 4, 5, 5, 7, 9]) statistics.add(volume(value, 1, -value));
    expect([...statistics.mean().data]).toEqual([5, 1, -5]);
    // Squared deviations from 5 add up to 32.
    const [first, second, third] = statistics.standardDeviation().data;
    expect(first).toBeCloseTo(Math.sqrt(32 / 7), 6);
    expect(second).toBe(0);
    expect(third).toBeCloseTo(Math.sqrt(32 / 7), 6);
  });

  it('keep small deviations of large values', () => {
    const statistics = new VolumeStatistics();
    for (const value of [100_000, 100_000.5, 100_001]) statistics.add(volume(value));
    expect(statistics.standardDeviation().data[0]).toBeCloseTo(0.5, 6);
  });

  it('have the geometry of the volumes', () => {
    const statistics = new VolumeStatistics();
    statistics.add(volume(1, 2));
    expect(statistics.mean()).toMatchObject({ columns: 2, spacingMm: 2, side: 'R' });
  });

  it('refuse volumes of another size, and a deviation of fewer than two', () => {
    const statistics = new VolumeStatistics();
    expect(() => statistics.mean()).toThrow(RangeError);
    statistics.add(volume(1, 2));
    expect(() => statistics.add(volume(1))).toThrow(/1 values.*of 2/);
    expect(() => statistics.standardDeviation()).toThrow(/two volumes/);
  });
});
