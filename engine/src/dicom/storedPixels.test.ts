import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { attributes, COLUMNS, read, ROWS, words } from '../../test/storedFilm';
import { itWithPydicom, referenceFilms } from '../../test/pydicom';
import { readRadiographFile, readRadiographInstance } from './readRadiograph';

const pixelsOf = (...args: Parameters<typeof read>) => read(...args).radiograph.pixels;

describe('grey values', () => {
  it('are the stored ones where dense bone is bright already', () => {
    expect([...pixelsOf().slice(0, 3)]).toEqual([0, 1, 2]);
  });

  it('are turned over for MONOCHROME1', () => {
    const pixels = pixelsOf({ PhotometricInterpretation: 'MONOCHROME1' });
    expect([...pixels.slice(0, 3)]).toEqual([-0, -1, -2]);
  });

  it('are rescaled', () => {
    const pixels = pixelsOf({ RescaleSlope: 2, RescaleIntercept: -10 });
    expect([...pixels.slice(0, 3)]).toEqual([-10, -8, -6]);
  });

  it('leave out bits beyond BitsStored, such as overlays', () => {
    const pixels = pixelsOf(
      { BitsStored: 12, HighBit: 11 },
      words(index => index | 0x8000)
    );
    expect([...pixels.slice(0, 3)]).toEqual([0, 1, 2]);
  });

  it('are found where HighBit says', () => {
    const pixels = pixelsOf(
      { BitsStored: 12, HighBit: 15 },
      words(index => index << 4)
    );
    expect([...pixels.slice(0, 3)]).toEqual([0, 1, 2]);
  });

  it('may be signed', () => {
    const change = { PixelRepresentation: 1, BitsStored: 12, HighBit: 11 };
    const pixels = pixelsOf(
      change,
      words(index => (index - 2) & 0x0fff)
    );
    expect([...pixels.slice(0, 4)]).toEqual([-2, -1, 0, 1]);
  });

  it('may be big endian', () => {
    const pixels = pixelsOf(
      {},
      words(index => index, false),
      '1.2.840.10008.1.2.2'
    );
    expect([...pixels.slice(255, 258)]).toEqual([255, 256, 257]);
  });

  itWithPydicom('are those of pydicom in big endian files, of 8 bits in words too', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'big-endian-'));
    const films = referenceFilms('big-endian', folder);
    rmSync(folder, { recursive: true });
    expect([...films.keys()].sort()).toEqual(['16-bits', '8-bits', '8-bits-in-words']);
    for (const [name, { file, grey }] of films) {
      const { radiograph, frames } = readRadiographFile(file, { frame: 1 });
      const { pixels } = readRadiographFile(file, { frame: frames }).radiograph;
      const all = frames === 1 ? pixels : Float32Array.of(...radiograph.pixels, ...pixels);
      expect([name, all]).toEqual([name, grey]);
    }
  });

  it('may have 8 bits', () => {
    const bytes = Uint8Array.from({ length: ROWS * COLUMNS }, (_, index) => index % 251);
    const pixels = pixelsOf({ BitsAllocated: 8, BitsStored: 8, HighBit: 7 }, bytes);
    expect([...pixels.slice(249, 253)]).toEqual([249, 250, 0, 1]);
  });

  it('may come decoded by the host', () => {
    const values = Array.from({ length: ROWS * COLUMNS }, (_, index) => index);
    const { radiograph } = readRadiographInstance(attributes(), { values });
    expect(radiograph.pixels[77]).toBe(77);
  });

  it.each([
    ['MONOCHROME2', 100],
    ['MONOCHROME1', -4999],
  ])('of padding count as the darkest of a %s image', (photometric, darkest) => {
    const value = (index: number) => (index < 10 ? 8000 : Math.min(100 + index, 4999));
    const pixels = pixelsOf(
      { PhotometricInterpretation: photometric, PixelPaddingValue: 8000 },
      words(index => (index === 20 ? 100 : value(index)))
    );
    expect(pixels[0]).toBe(darkest);
  });
});

describe('run-length encoded pixels', () => {
  /** PackBits by hand: the high bytes are one run after another, the low bytes literal. */
  function encode(values: Uint8Array): Uint8Array {
    const planes = [1, 0].map(byte => values.filter((_, index) => index % 2 === byte));
    const segments = planes.map(plane => {
      const output: number[] = [];
      for (let at = 0; at < plane.length; at += 128) {
        const chunk = plane.subarray(at, at + 128);
        const same = chunk.every(value => value === chunk[0]);
        output.push(...(same ? [257 - chunk.length, chunk[0] ?? 0] : [chunk.length - 1, ...chunk]));
      }
      return Uint8Array.from(output);
    });
    const header = new DataView(new ArrayBuffer(64));
    header.setUint32(0, 2, true);
    header.setUint32(4, 64, true);
    header.setUint32(8, 64 + (segments[0]?.length ?? 0), true);
    return Uint8Array.from([new Uint8Array(header.buffer), ...segments].flatMap(part => [...part]));
  }

  it('are unpacked, the high bytes first', () => {
    const pixels = pixelsOf({}, encode(words(index => index)), '1.2.840.10008.1.2.5');
    expect([...pixels]).toEqual(Array.from({ length: ROWS * COLUMNS }, (_, index) => index));
  });

  it('are refused when they end early', () => {
    const bytes = encode(words(index => index));
    expect(() => read({}, bytes.slice(0, -100), '1.2.840.10008.1.2.5')).toThrow(/incomplete/);
  });
});
