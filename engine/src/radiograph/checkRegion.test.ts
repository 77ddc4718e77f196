import { textOf } from '../sentences';
import { checkRegion } from './checkRegion';
import type { Radiograph, Region } from './types';

const FILM: Radiograph = {
  pixels: new Float32Array(0),
  rows: 1000,
  columns: 800,
  pixelSpacingMm: 0.2,
  spacingSource: 'PixelSpacing',
};

const square = (size: number, x = 0, y = 0): Region => ({ x, y, width: size, height: size });
const check = (region: Region, spacing: number | null = 0.2) =>
  checkRegion(FILM, region, spacing, 140);

describe('a region that a person gave', () => {
  it('is taken without a word at the size that the model knows', () => {
    expect(check(square(700))).toEqual([]);
    expect(check(square(660, 50, -100))).toEqual([]);
  });

  it('is explained where it is smaller or larger', () => {
    // 500 pixels of 0.2 mm are 100 mm; 140 mm over that is 1.4.
    expect(check(square(500)).map(textOf)).toEqual([
      'The region is 100 mm wide; the model was trained on 140 mm, so it takes the knee for 1.4 times larger than it is.',
    ]);
    expect(check(square(1050)).map(textOf)).toEqual([expect.stringContaining('1.5 times smaller')]);
  });

  it('is not judged by its size where nobody knows it', () => {
    expect(check(square(300), null)).toEqual([]);
  });

  it.each([
    ['half the size or less', square(340), /68 mm wide; the model was trained on 140 mm/],
    ['twice the size or more', square(1450, -300, -200), /290 mm wide/],
    ['a few pixels', square(31), /at least 32 pixels/],
    ['no number', square(Number.NaN), /at least 32 pixels/],
    ['beside the film', square(700, 790), /beside the film, which is 800 x 1000/],
    ['oblong', { x: 0, y: 0, width: 700, height: 500 }, /oblong/],
  ])('is refused with a sentence: %s', (_, region, sentence) => {
    expect(() => check(region)).toThrow(sentence);
  });

  it('is noted where it is nearly square', () => {
    const notes = check({ x: 0, y: 0, width: 700, height: 650 });
    expect(notes.map(({ code }) => code)).toEqual(['regionNotSquare']);
  });
});
