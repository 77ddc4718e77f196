import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FILMS } from '../../test/films';
import { seededRandom } from '../../test/mutate';
import { itWithPydicom, referenceFilms } from '../../test/pydicom';
import { filmOfCells } from '../../test/radiographFile';
import { itWith } from '../../test/tools';
import { readRadiographFile, type DicomAttributes } from '../dicom';
import { RadiographError } from '../radiograph';
import { textOf } from '../sentences';
import { decodeFilm } from '.';

jest.setTimeout(180_000);

const folder = mkdtempSync(path.join(tmpdir(), 'codecs-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

/** What a tool of dcmtk makes of a file. */
function converted(tool: string, options: readonly string[], file: Uint8Array): Uint8Array {
  const [from, to] = ['in', 'out'].map(name => path.join(folder, `${name}-${files++}.dcm`));
  writeFileSync(from ?? '', file);
  const { status, stderr } = spawnSync(tool, [...options, from ?? '', to ?? ''], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`${tool} refused: ${stderr}`);
  }
  return new Uint8Array(readFileSync(to ?? ''));
}

const film = (change: DicomAttributes, cells: Uint8Array | Uint16Array | Int16Array) =>
  filmOfCells(FILMS[0], cells, change);

const grey = FILMS[0]?.radiograph.pixels ?? new Float32Array(0);
const twelve = film(
  {},
  Uint16Array.from(grey, value => 4095 - 16 * value)
);
const sixteen = film(
  { BitsStored: 16, HighBit: 15 },
  Uint16Array.from(grey, (value, index) => 257 * value - (index % 2))
);
const signed = film(
  { PixelRepresentation: 1, BitsStored: 16, HighBit: 15 },
  Int16Array.from(grey, value => 100 * value - 12_000)
);
const eight = film(
  { BitsAllocated: 8, BitsStored: 8, HighBit: 7, PhotometricInterpretation: 'MONOCHROME2' },
  Uint8Array.from(grey)
);
const pixelsOf = (file: Uint8Array) => readRadiographFile(file).radiograph.pixels;

describe('pixels that are compressed without loss', () => {
  const depths = { twelve, sixteen, signed, eight };

  it.each(Object.entries(depths))(
    'are not read where they are not compressed: %s',
    async (_, file) => {
      expect((await decodeFilm(file)).radiograph.pixels).toEqual(pixelsOf(file));
    }
  );

  itWith('dcmconv')('are read in either order of bytes', () => {
    for (const file of Object.values(depths)) {
      expect(pixelsOf(converted('dcmconv', ['+tb'], file))).toEqual(pixelsOf(file));
    }
  });

  itWith('dcmcjpeg')('come out as they went in: JPEG Lossless', async () => {
    for (const option of ['+e1', '+el']) {
      for (const file of [twelve, sixteen, eight]) {
        const compressed = converted('dcmcjpeg', [option], file);
        expect((await decodeFilm(compressed)).radiograph.pixels).toEqual(pixelsOf(file));
      }
    }
  });

  itWith('dcmcjpls')('come out as they went in: JPEG-LS', async () => {
    for (const file of Object.values(depths)) {
      const compressed = converted('dcmcjpls', [], file);
      expect((await decodeFilm(compressed)).radiograph.pixels).toEqual(pixelsOf(file));
    }
  });

  itWith('dcmcrle')('come out as they went in: RLE', async () => {
    for (const file of Object.values(depths)) {
      const compressed = converted('dcmcrle', [], file);
      expect((await decodeFilm(compressed)).radiograph.pixels).toEqual(pixelsOf(file));
    }
  });

  itWithPydicom('come out as OpenJPEG reads them: JPEG 2000, and with loss too', async () => {
    const films = referenceFilms('jpeg2000', mkdtempSync(path.join(folder, 'jpeg2000-')));
    for (const name of ['lossless', 'lossy']) {
      const { file, grey: expected } = films.get(name) ?? { file: twelve, grey };
      expect((await decodeFilm(file)).radiograph.pixels).toEqual(expected);
    }
  });
});

describe('pixels that are compressed with loss', () => {
  /** The greatest difference from what dcmtk decodes. */
  async function worst(tool: string, compressed: Uint8Array): Promise<number> {
    const { radiograph } = await decodeFilm(compressed);
    const expected = pixelsOf(converted(tool, [], compressed));
    return radiograph.pixels.reduce(
      (most, value, index) => Math.max(most, Math.abs(value - (expected[index] ?? Number.NaN))),
      0
    );
  }

  itWith('dcmcjpeg')('are within two grey levels of dcmtk: JPEG baseline', async () => {
    const compressed = converted('dcmcjpeg', ['+eb', '+q', '90'], eight);
    // Decoders round the cosine transform each in its own way.
    expect(await worst('dcmdjpeg', compressed)).toBeLessThanOrEqual(2);
  });

  itWith('dcmcjpls')('are those of dcmtk: JPEG-LS near-lossless', async () => {
    const compressed = converted('dcmcjpls', ['+en', '+md', '3'], twelve);
    expect(await worst('dcmdjpls', compressed)).toBe(0);
    expect((await decodeFilm(compressed)).radiograph.pixels).not.toEqual(pixelsOf(twelve));
  });

  itWith('dcmcjpeg')('are refused with the reason where they have 12 bits: JPEG', async () => {
    const compressed = converted('dcmcjpeg', ['+ee', '+q', '90'], twelve);
    await expect(decodeFilm(compressed)).rejects.toThrow(/12 bits; 8 are read.*uncompressed/);
  });
});

describe('an image of several frames', () => {
  const { length } = grey;
  const cells = new Uint16Array(3 * length);
  grey.forEach((value, index) =>
    [0, 1, 2].forEach(frame => (cells[frame * length + index] = 16 * value + frame))
  );
  const frames = film({ NumberOfFrames: 3, PhotometricInterpretation: 'MONOCHROME2' }, cells);
  const second = grey.map(value => 16 * value + 1);

  it('is refused until one of them is named', async () => {
    await expect(decodeFilm(frames)).rejects.toThrow(/3 frames; say which/);
    await expect(decodeFilm(frames, { frame: 4 })).rejects.toThrow(/no frame 4.*from 1 to 3/);
  });

  it('gives the one that is named, and says so', async () => {
    const found = await decodeFilm(frames, { frame: 2 });
    expect(found.radiograph.pixels).toEqual(second);
    expect(found).toMatchObject({ frame: 2, frames: 3 });
    expect(found.notes.map(textOf)).toContain('Frame 2 of 3 is used.');
  });

  itWith('dcmcjpls')('gives it compressed as well', async () => {
    for (const [tool, ...options] of [['dcmcrle'], ['dcmcjpls'], ['dcmcjpls', '+fs', '4']]) {
      const compressed = converted(tool ?? '', options, frames);
      const found = await decodeFilm(compressed, { frame: 2 });
      expect(found.radiograph.pixels).toEqual(second);
    }
  });
});

describe('damaged compressed pixels', () => {
  const SEEDS = 100;

  itWith('dcmcjpeg')('are read or refused with a sentence, whatever is damaged', async () => {
    const originals = [
      converted('dcmcjpeg', ['+e1'], twelve),
      converted('dcmcjpeg', ['+eb'], eight),
      converted('dcmcjpls', [], twelve),
      converted('dcmcrle', [], twelve),
    ];
    let refused = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const random = seededRandom(seed);
      const original = originals[seed % originals.length] ?? twelve;
      const damaged = original.slice();
      for (let flips = random(6); flips >= 0; flips--) {
        // Behind the attributes, and most of it near the beginning of the stream.
        const start = damaged.length > 4000 ? 1200 : 600;
        const at = start + random(random(2) === 0 ? 400 : damaged.length - start);
        damaged[at] = random(256);
      }
      try {
        const { radiograph } = await decodeFilm(damaged);
        expect(radiograph.pixels.every(Number.isFinite)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(RadiographError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(SEEDS / 20);
  });

  itWith('dcmcjpls')('are refused where they end early or differ in size', async () => {
    const whole = converted('dcmcjpls', [], twelve);
    await expect(decodeFilm(whole.slice(0, -2000))).rejects.toThrow(/damaged or incomplete/);
    const rows = FILMS[0]?.radiograph.rows ?? 0;
    const at = whole.findIndex(
      (byte, index) => byte === 0xff && whole[index + 1] === 0xf7 && whole[index + 2] === 0
    );
    new DataView(whole.buffer).setUint16(at + 5, rows + 8);
    await expect(decodeFilm(whole)).rejects.toThrow(/the file is damaged/);
  });
});
