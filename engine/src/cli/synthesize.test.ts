/**
 * @jest-environment <rootDir>/test/hostArraysEnvironment.cjs
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PNG } from 'pngjs';
import { commandLine, filesIn, PNG_FILM, resultIn } from '../../test/commandLine';
import { FILMS } from '../../test/films';
import { itWith, linesOf } from '../../test/tools';
import { readPart10 } from '../dicom';
import { EXIT } from './CliError';
import type { ResultJson } from './resultJson';

const { fileOf, filmFile, synthesize } = commandLine('synthesize');

describe('synthesize', () => {
  it('makes a DICOM series of a DICOM radiograph, with its patient and side', async () => {
    const film = filmFile('film.dcm', 1);
    const { code, out, stderr } = await synthesize(film);
    expect({ code, stderr }).toMatchObject({ code: EXIT.ok });
    expect(filesIn(out)).toEqual([
      'IM0001.dcm',
      'IM0002.dcm',
      'IM0003.dcm',
      'report.dcm',
      'result.json',
    ]);
    const { attributes } = readPart10(readFileSync(path.join(out, 'IM0001.dcm')));
    expect(attributes).toMatchObject({
      PatientID: 'ÅÉ-0042',
      SyntheticData: 'YES',
      ImageLaterality: 'R',
      SeriesNumber: 9001,
      Rows: 256,
    });
    expect(resultIn(out)).toMatchObject({
      label: 'SYNTHETIC - NOT FOR DIAGNOSIS',
      input: { kind: 'dicom' },
      knee: { side: 'R', regionFrom: 'auto' },
      jointSpace: {
        scale: 'known',
        medial: { widthMm: expect.any(Number), confidence: expect.any(Number) },
        lateral: { widthMm: expect.any(Number), femurEnd: { x: expect.any(Number) } },
      },
      runtime: 'cpu',
      options: { steps: 2, seed: 0 },
    });
    expect(JSON.stringify(resultIn(out))).not.toMatch(/ÅÉ-0042|Yamada/);
  });

  itWith('dciodvfy')('writes series that validators accept', async () => {
    const { out } = await synthesize(PNG_FILM, '--side', 'L');
    const files = (filesIn(out) ?? []).filter(name => name.startsWith('IM'));
    for (const file of files) {
      const lines = linesOf('dciodvfy', [path.join(out, file)]);
      expect(lines.filter(line => /^(Error|Abort)/.test(line))).toEqual([
        expect.stringContaining('(0x0008,0x001c)'),
      ]);
    }
    expect(files).toHaveLength(3);
  });

  it('gives a picture without identity an anonymous patient, or the one that is named', async () => {
    const attributesOf = async (...options: string[]) => {
      const { out } = await synthesize(PNG_FILM, '--side', 'R', '--slices', '1', ...options);
      return readPart10(readFileSync(path.join(out, 'IM0001.dcm'))).attributes;
    };
    const anonymous = await attributesOf();
    expect(anonymous['PatientID']).toMatch(/^ANON-[0-9A-F]{12}$/);
    expect(anonymous['StudyInstanceUID']).toMatch(/^2\.25\.\d+$/);
    expect(anonymous['StudyDescription']).toMatch(/^SYNTHETIC/);
    const named = await attributesOf('--patient-id', 'P1', '--study-uid', '1.2.3');
    expect(named).toMatchObject({ PatientID: 'P1', StudyInstanceUID: '1.2.3' });
  });

  it('turns a film over that is seen from behind, and says so', async () => {
    const picture = PNG.sync.read(readFileSync(PNG_FILM));
    const { data, width } = picture;
    const mirrored = new PNG({ width, height: picture.height });
    for (let pixel = 0; pixel < data.length / 4; pixel++) {
      const twin = pixel - (pixel % width) + width - 1 - (pixel % width);
      data.copy(mirrored.data, 4 * pixel, 4 * twin, 4 * twin + 4);
    }
    const behind = fileOf('behind.png', PNG.sync.write(mirrored));
    const options = ['--side', 'R', '--roi', 'full', '--slices', '1', '--format', 'npy'];
    const [plain, turned, asItIs] = [
      await synthesize(PNG_FILM, ...options),
      await synthesize(behind, ...options, '--turn-over'),
      await synthesize(behind, ...options),
    ].map(({ out }) => resultIn(out));
    const seen = (result: ResultJson | undefined) => result?.volumes[0]?.hashes.radiographSha256;
    expect(seen(turned)).toBe(seen(plain));
    expect(seen(asItIs)).not.toBe(seen(plain));
    expect(turned?.input).toMatchObject({ kind: 'png', frame: 1, turnedOver: true });
    expect(turned?.notes.join()).toMatch(/turned over/);
  });

  it('writes an array that NumPy reads: slices x rows x columns, float32', async () => {
    const { out, code } = await synthesize(PNG_FILM, '--side', 'R', '--format', 'npy');
    expect(code).toBe(EXIT.ok);
    const file = readFileSync(path.join(out, 'volume.npy'));
    const header = file.toString('latin1', 0, 128);
    expect(file.subarray(0, 8)).toEqual(Buffer.from('934e554d50590100', 'hex'));
    expect(header).toContain("'descr': '<f4', 'fortran_order': False, 'shape': (3, 256, 256)");
    expect(file.length).toBe(128 + 4 * 3 * 256 * 256);
    expect(Number.isFinite(file.readFloatLE(128))).toBe(true);
  });

  it('draws the label into a montage, above it and in every slice', async () => {
    const { out } = await synthesize(PNG_FILM, '--side', 'R', '--format', 'png');
    const { width, height, data } = PNG.sync.read(readFileSync(path.join(out, 'montage.png')));
    // Three slices on a 2 x 2 montage, below a banner.
    expect([width, height]).toEqual([512, 512 + 40]);
    const row = (y: number, from: number, count: number) =>
      Array.from({ length: count }, (_, x) => (data[4 * (y * width + from + x)] ? '#' : '.')).join(
        ''
      );
    // The letter S, five dots across, at the size of 1, in the first slice and in the second.
    const letterS = ['.####', '#....', '#....', '.###.', '....#', '....#', '####.'];
    for (const left of [5, 261]) {
      expect(letterS.map((_, y) => row(40 + 256 - 12 + y, left, 5))).toEqual(letterS);
    }
    expect(letterS.map((_, y) => row(4 + 2 * (y + 1), 6, 10).replace(/(.)\1/g, '$1'))).toEqual(
      letterS
    );
  });

  it('gives the same volume for the same seed, another for another, and one for each sample', async () => {
    const hashes = async (...options: string[]) => {
      const args = ['--side', 'R', '--format', 'npy', '--slices', '1', ...options];
      const { out } = await synthesize(PNG_FILM, ...args);
      return resultIn(out).volumes.map(volume => volume.hashes.volumeSha256);
    };
    const [once, again, other] = [
      await hashes('--seed', '7'),
      await hashes('--seed', '7', '--samples', '2'),
      await hashes('--seed', '8'),
    ];
    expect(again).toHaveLength(2);
    expect(again[0]).toBe(once[0]);
    expect(again[1]).not.toBe(once[0]);
    expect(other).not.toEqual(once);
  });

  it('takes readings, and what it is told about the region', async () => {
    const readings = fileOf('readings.json', '{"V00XRKL": 3, "XRJSM": 2}');
    const options = ['--readings', readings, '--roi', '10,20,100,100', '--side', 'R', '--json'];
    const { out, stdout } = await synthesize(PNG_FILM, ...options);
    const result = resultIn(out);
    expect(result.readings).toEqual({ XRKL: 3, XRJSM: 2 });
    expect(result.knee).toMatchObject({
      regionFrom: 'given',
      region: { x: 10, y: 20, width: 100 },
    });
    expect(result.pixelSpacingMm).toBeCloseTo(1.4, 9);
    expect(JSON.parse(stdout)).toEqual(result);
  });

  it('takes the square around the picture for --roi full', async () => {
    const { out } = await synthesize(PNG_FILM, '--side', 'R', '--roi', 'full');
    const { rows = 0, columns = 0 } = FILMS[0]?.radiograph ?? {};
    const size = Math.max(rows, columns);
    expect(resultIn(out).knee.region).toEqual({
      x: (columns - size) / 2,
      y: (rows - size) / 2,
      width: size,
      height: size,
    });
  });
});
