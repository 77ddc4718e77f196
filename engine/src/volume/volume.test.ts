import { depthsBetween, evenDepths, evenSpacing, mirrorColumns, montage, toStored12Bit } from '.';

const geometry = {
  rows: 256,
  columns: 256,
  pixel_mm: 0.546875,
  slices: 50,
  spacing_mm: 2.2,
  depth_range_mm: [-55, 55] as [number, number],
  depth_scale_mm: 55,
  canonical_side: 'R' as const,
};

describe('depths', () => {
  it('of 50 slices lie 2.2 mm apart from -53.9 to 53.9 mm', () => {
    const depths = evenDepths(50, geometry);
    expect(depths[0]).toBeCloseTo(-53.9, 9);
    expect(depths[49]).toBeCloseTo(53.9, 9);
    expect(evenSpacing(depths, 2.2)).toBeCloseTo(2.2, 9);
  });

  it('between the first and the last are the same however they came', () => {
    const wanted = [-53.9, -51.7, -49.5, -47.3];
    expect(depthsBetween(-53.9, -47.3, 4)).toEqual(wanted);
    // From numbers with binary noise, as a panel or a file has them.
    expect(depthsBetween(-53.900000000000006, -47.29999999999999, 4)).toEqual(wanted);
    expect(depthsBetween(0.1 + 0.2, 7, 1)).toEqual([0.3]);
  });

  it('of one slice is the joint centre', () => {
    expect(evenDepths(1, geometry)).toEqual([0]);
    expect(evenSpacing([0], 2.2)).toBe(2.2);
  });

  it.each([[[0, 1, 3]], [[2, 1, 0]], [[0, 0]]])('%j is not even', depths => {
    expect(evenSpacing(depths, 2.2)).toBeNull();
  });
});

describe('mirroring', () => {
  it('reverses every row', () => {
    const data = Float32Array.from([1, 2, 3, 4, 5, 6]);
    mirrorColumns(data, 3);
    expect([...data]).toEqual([3, 2, 1, 6, 5, 4]);
  });
});

describe('stored values', () => {
  it('map the range of the networks to 12 bits and clip the rest', () => {
    const intensity = {
      network_range: [0, 1] as [number, number],
      stored_bits: 12 as const,
      window_center: 1638,
      window_width: 3276,
    };
    const stored = toStored12Bit({ data: Float32Array.from([-0.2, 0, 0.5, 1, 1.7]) }, intensity);
    expect([...stored]).toEqual([0, 0, 2048, 4095, 4095]);
  });
});

describe('a montage', () => {
  it('lays the slices out row by row', () => {
    const volume = {
      data: Float32Array.from([0, 0.2, 0.4, 0.6, 1, 2]),
      slices: 3,
      rows: 1,
      columns: 2,
      pixelMm: 1,
      spacingMm: 1,
      depthsMm: [-1, 0, 1],
      side: 'R' as const,
    };
    const image = montage(volume);
    expect([image.rows, image.columns]).toEqual([2, 4]);
    expect([...image.pixels]).toEqual([0, 51, 102, 153, 255, 255, 0, 0]);
  });
});
