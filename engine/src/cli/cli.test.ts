/**
 * @jest-environment <rootDir>/test/hostArraysEnvironment.cjs
 */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PNG } from 'pngjs';
import { FaultyArchive, type ArchiveFaults } from '../../test/faultyArchive';
import { FILMS } from '../../test/films';
import { itWith, linesOf } from '../../test/tools';
import { readPart10 } from '../dicom';
import { radiographFile } from '../../test/radiographFile';
import { EXIT } from './CliError';
import type { ResultJson } from './synthesize';
import { main } from '.';

jest.setTimeout(600_000);

const TINY_BUNDLE = path.resolve(__dirname, '../../../test/fixtures/tiny-bundle');
const PNG_FILM = FILMS[0]?.path ?? '';

const folder = mkdtempSync(path.join(tmpdir(), 'xray-to-mri-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

let runs = 0;
const freshName = () => path.join(folder, `out-${++runs}`);

function fileOf(name: string, bytes: Uint8Array | string): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

async function run(
  args: string[],
  { environment = {}, signal }: { environment?: Record<string, string>; signal?: AbortSignal } = {}
) {
  let [stdout, stderr] = ['', ''];
  const code = await main(args, {
    stdout: { write: text => (stdout += text) },
    stderr: { write: text => (stderr += text) },
    environment,
    defaultBundle: TINY_BUNDLE,
    ...(signal ? { signal } : {}),
  });
  return { code, stdout, stderr };
}

async function synthesize(radiograph: string, ...options: string[]) {
  const out = freshName();
  const small = ['--slices', '3', '--steps', '2'];
  if (radiograph === PNG_FILM && !options.includes('--roi')) {
    small.push('--pixel-spacing', '1.25');
  }
  const result = await run(['synthesize', radiograph, '--out', out, ...small, ...options]);
  return { ...result, out };
}

const filesIn = (out: string) => (existsSync(out) ? readdirSync(out).sort() : null);
const resultIn = (out: string) =>
  JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')) as ResultJson;
const leftovers = () => readdirSync(folder).filter(name => name.includes('unfinished'));

describe('synthesize', () => {
  it('makes a DICOM series of a DICOM radiograph, with its patient and side', async () => {
    const film = fileOf('film.dcm', radiographFile(FILMS[1]));
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

describe('synthesize refuses', () => {
  const grey = (width: number, height: number, value: (index: number) => number[]) => {
    const png = new PNG({ width, height });
    for (let index = 0; index < width * height; index++) {
      png.data.set([...value(index), 255], 4 * index);
    }
    return PNG.sync.write(png);
  };
  const slope = (index: number) => Array<number>(3).fill(index % 251);

  it.each([
    ['a PNG without a side', () => PNG_FILM, [], EXIT.usage, /--side R or --side L/],
    ['a file that is not there', () => '/nowhere.dcm', [], EXIT.input, /nowhere.* cannot be read/],
    ['text', () => fileOf('text.dcm', 'text'), [], EXIT.input, /not a DICOM file/],
    [
      'an icon',
      () => fileOf('icon.png', grey(32, 32, slope)),
      ['--side', 'R'],
      EXIT.input,
      /32 x 32 pixels, too small/,
    ],
    [
      'a strip',
      () => fileOf('strip.png', grey(900, 100, slope)),
      ['--side', 'R'],
      EXIT.input,
      /not the shape/,
    ],
    [
      'colours',
      () =>
        fileOf(
          'colour.png',
          grey(80, 80, i => [i % 255, 0, 9])
        ),
      ['--side', 'R'],
      EXIT.input,
      /colours/,
    ],
    [
      'an empty picture',
      () =>
        fileOf(
          'empty.png',
          grey(80, 80, () => [7, 7, 7])
        ),
      ['--side', 'R'],
      EXIT.input,
      /empty/,
    ],
    [
      'half a PNG',
      () => fileOf('half.png', readFileSync(PNG_FILM).subarray(0, 900)),
      ['--side', 'R'],
      EXIT.input,
      /damaged/,
    ],
    [
      'a lateral view',
      () => fileOf('lateral.dcm', radiographFile(FILMS[1], { ViewPosition: 'LL' })),
      [],
      EXIT.input,
      /lateral view/,
    ],
    [
      'half a DICOM file',
      () => fileOf('half.dcm', radiographFile(FILMS[1]).subarray(0, 9000)),
      [],
      EXIT.input,
      /incomplete/,
    ],
    [
      'sides that contradict',
      () => fileOf('sides.dcm', radiographFile(FILMS[1], { SeriesDescription: 'LEFT KNEE' })),
      [],
      EXIT.usage,
      /contradict.*--side/,
    ],
    [
      'wrong readings',
      () => PNG_FILM,
      ['--side', 'R', '--readings', PNG_FILM],
      EXIT.input,
      /not valid JSON/,
    ],
    [
      'a missing bundle',
      () => PNG_FILM,
      ['--side', 'R', '--bundle', '/nowhere'],
      EXIT.failed,
      /metadata\.json/,
    ],
    ['an unknown option', () => PNG_FILM, ['--sides', 'R'], EXIT.usage, /--sides/],
    [
      'a region that is no square',
      () => PNG_FILM,
      ['--side', 'R', '--roi', '1,2,3,9'],
      EXIT.usage,
      /square/,
    ],
    [
      'a region off the film',
      () => PNG_FILM,
      ['--side', 'R', '--roi', '900,900,100,100'],
      EXIT.input,
      /beside the film/,
    ],
    ['a frame of a PNG', () => PNG_FILM, ['--frame', '2'], EXIT.usage, /--frame is for DICOM/],
    [
      'a frame that is not there',
      () => fileOf('one.dcm', radiographFile(FILMS[1])),
      ['--frame', '2'],
      EXIT.input,
      /no frame 2/,
    ],
    ['too many steps', () => PNG_FILM, ['--side', 'R', '--steps', '5000'], EXIT.input, /steps/],
  ])('%s, with a sentence and nothing left behind', async (_, radiograph, options, code, words) => {
    const result = await synthesize(radiograph(), ...options);
    expect(result.stderr).toMatch(words);
    expect(result.code).toBe(code);
    expect(filesIn(result.out)).toBeNull();
    expect(leftovers()).toEqual([]);
  });

  it('a folder that has something in it', async () => {
    const { code, stderr } = await run(['synthesize', PNG_FILM, '--side', 'R', '--out', folder]);
    expect(stderr).toMatch(/not empty/);
    expect(code).toBe(EXIT.usage);
  });

  it('to go on when it is interrupted', async () => {
    const out = freshName();
    const { code, stderr } = await run(['synthesize', PNG_FILM, '--side', 'R', '--out', out], {
      signal: AbortSignal.timeout(1500),
    });
    expect(code).toBe(EXIT.cancelled);
    expect(stderr).toMatch(/Cancelled; nothing was written/);
    expect(filesIn(out)).toBeNull();
    expect(leftovers()).toEqual([]);
  });
});

describe('an error', () => {
  const right = ['--side', 'R'];
  const alteredBundle = () => {
    const copy = path.join(folder, `bundle-${++runs}`);
    cpSync(TINY_BUNDLE, copy, { recursive: true });
    appendFileSync(path.join(copy, 'models/decoder.onnx'), ' ');
    return copy;
  };

  it.each([
    [
      'a radiograph that is not there',
      () => ['/no/where.dcm'],
      /\/no\/where\.dcm .*nothing of that/,
    ],
    ['a folder without a radiograph', () => [mkdtempSync(`${folder}/empty-`)], /no radiograph/],
    [
      'text for a radiograph',
      () => [fileOf('words.dcm', 'words')],
      /words\.dcm: .*not a DICOM file/,
    ],
    [
      'half a PNG',
      () => [fileOf('torn.png', readFileSync(PNG_FILM).subarray(0, 900)), ...right],
      /torn\.png: .*damaged/,
    ],
    [
      'wrong readings',
      () => [PNG_FILM, ...right, '--readings', fileOf('wrong.json', '{"XRKL": 9}')],
      /wrong\.json: .*XRKL/,
    ],
    [
      'readings that are not there',
      () => [PNG_FILM, ...right, '--readings', '/no/where.json'],
      /\/no\/where\.json cannot be read: there is nothing/,
    ],
    [
      'a bundle that is not there',
      () => [PNG_FILM, ...right, '--bundle', '/no/bundle'],
      /bundle \/no\/bundle: .*metadata\.json/,
    ],
    [
      'a bundle with a damaged file',
      () => [PNG_FILM, ...right, '--bundle', alteredBundle()],
      /bundle \S+bundle-\d+: .*decoder\.onnx/,
    ],
  ])('names the file: %s', async (_, args, words) => {
    const { stderr, out } = await synthesize(...(args() as [string, ...string[]]));
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/ENO|EISDIR|at .*\.[jt]s/);
    expect(filesIn(out)).toBeNull();
  });

  it('names the folder that results cannot be written to', async () => {
    const below = path.join(fileOf('a-file', 'text'), 'out');
    const { code, stderr } = await run(['synthesize', PNG_FILM, ...right, '--out', below]);
    expect(stderr).toContain(`${below} of --out is a file, or lies below one`);
    expect(code).toBe(EXIT.usage);
    const taken = await run(['synthesize', PNG_FILM, ...right, '--out', folder]);
    expect(taken.stderr).toContain(`${folder} of --out is not empty`);
  });

  it('names the folder that nothing can be saved from', async () => {
    const missing = freshName();
    const { stderr } = await run(['save', missing, '--to', 'http://127.0.0.1:9']);
    expect(stderr).toContain(`${missing} cannot be read: there is nothing of that name`);
  });

  it.each([
    ['--sides', ['--sides', 'R'], 'There is no option --sides.'],
    ['--seed without a number', ['--seed'], '--seed wants a value.'],
    ['--roi beyond the film', ['--roi', '-9,0,9,9'], '--roi wants a value; one that begins'],
    ['--json with a value', ['--json=yes'], '--json takes no value.'],
  ])('of the call is one sentence of ours: %s', async (_, args, sentence) => {
    const { code, stderr } = await run(['synthesize', PNG_FILM, '--out', freshName(), ...args]);
    expect(stderr).toContain(`xray-to-mri: ${sentence}`);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(EXIT.usage);
  });

  it('of other software is not repeated, but for those who ask for it', async () => {
    const fail = async (environment: Record<string, string>) => {
      let stderr = '';
      const code = await main(['--help'], {
        stdout: {
          write: () => {
            throw new TypeError('DOE^JANE', { cause: new Error('the pipe is closed') });
          },
        },
        stderr: { write: text => (stderr += text) },
        environment,
        defaultBundle: TINY_BUNDLE,
      });
      expect(code).toBe(EXIT.failed);
      return stderr;
    };
    const shown = await fail({});
    expect(shown).toMatch(/internal error \(TypeError\).*XRAY_TO_MRI_DEBUG=1/);
    expect(shown).not.toMatch(/DOE|pipe/);
    expect(await fail({ XRAY_TO_MRI_DEBUG: '1' })).toMatch(
      /TypeError: DOE\^JANE[^]*caused by Error: the pipe is closed/
    );
  });
});

describe('save', () => {
  const opened: FaultyArchive[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(archive => archive.close()));
  });
  const archiveWith = async (faults: ArchiveFaults = {}) => {
    const archive = new FaultyArchive(faults);
    opened.push(archive);
    return { archive, url: await archive.open() };
  };
  let series = '';
  beforeAll(async () => {
    series = (await synthesize(PNG_FILM, '--side', 'R')).out;
  });

  it('stores and verifies, with the credentials of the environment', async () => {
    const { archive, url } = await archiveWith();
    const environment = {
      XRAY_TO_MRI_DICOMWEB_USER: 'user',
      XRAY_TO_MRI_DICOMWEB_PASSWORD: 'pass:wörd',
    };
    const { code, stdout } = await run(['save', series, '--to', url], { environment });
    expect(stdout).toMatch(/Saved and verified: 3 images/);
    expect(code).toBe(EXIT.ok);
    // Three images and the report.
    expect(archive.stored.size).toBe(4);
    // base64 of "user:pass:wörd" in UTF-8, by hand with `printf | base64`.
    expect(archive.authorization[0]).toBe('Basic dXNlcjpwYXNzOnfDtnJk');
  });

  it('says what is missing, and a second time sends only that', async () => {
    const { archive, url } = await archiveWith({
      store: request => (request === 0 ? { refuseFirstWith: 0xa700 } : undefined),
    });
    const first = await run(['save', series, '--to', url, '--json']);
    expect(first.code).toBe(EXIT.notStored);
    expect(JSON.parse(first.stdout)).toMatchObject([{ state: 'partly-stored' }]);
    const second = await run(['save', series, '--to', url]);
    expect(second.code).toBe(EXIT.ok);
    expect(archive.storeRequests).toEqual([3, 1, 1]);
  });

  it('does not say "verified" where no pixels could be compared', async () => {
    const { url } = await archiveWith({ frames: () => 406 });
    const { code, stdout } = await run(['save', series, '--to', url]);
    expect(stdout).toMatch(/Saved: 3 images .* pixels were not verified/);
    expect(stdout).not.toMatch(/and verified/);
    expect(code).toBe(EXIT.ok);
  });

  it.each([
    [401, /login/],
    [500, /error of its own/],
  ])('ends with a sentence when the archive answers %i', async (status, words) => {
    const { url } = await archiveWith({ store: () => ({ status }) });
    const { code, stdout } = await run(['save', series, '--to', url]);
    expect(stdout).toMatch(words);
    expect(code).toBe(EXIT.notStored);
  });

  it('refuses folders without a synthetic series, and addresses that are none', async () => {
    const acquired = freshName();
    const film = radiographFile(FILMS[1], { SyntheticData: 'YES' });
    expect((await run(['save', acquired, '--to', 'http://127.0.0.1:9'])).code).toBe(EXIT.input);
    fileOf('acquired.dcm', film);
    const { code, stderr } = await run(['save', folder, '--to', 'http://127.0.0.1:9']);
    expect(stderr).toMatch(/not made by xray-to-mri/);
    expect(code).toBe(EXIT.input);
    expect((await run(['save', series, '--to', 'pacs'])).code).toBe(EXIT.usage);
    const withPassword = await run(['save', series, '--to', 'http://u:secret@127.0.0.1:9']);
    expect(withPassword.stderr).toMatch(/must not hold credentials/);
    expect(withPassword.stderr).not.toMatch(/secret/);
  });
});

describe('help', () => {
  it.each([[['--help']], [['synthesize', '--help']], [['save', '--help']], [[]]])(
    'is there for %j',
    async args => {
      const { code, stdout } = await run(args);
      expect(code).toBe(EXIT.ok);
      expect(stdout).toMatch(/xray-to-mri/);
    }
  );

  it('names every option of synthesize', async () => {
    const { stdout } = await run(['synthesize', '--help']);
    for (const option of [
      'out',
      'bundle',
      'readings',
      'side',
      'roi',
      'slices',
      'steps',
      'samples',
      'seed',
      'runtime',
      'format',
      'json',
    ]) {
      expect(stdout).toContain(`--${option}`);
    }
  });

  it.each([
    ['--slices', '500', '501'],
    ['--steps', '1000', '1001'],
  ])('says how far %s goes, and that is how far it goes', async (option, most, tooMany) => {
    const { stdout } = await run(['synthesize', '--help']);
    expect(stdout).toMatch(new RegExp(`${option} N .*from 1 to ${most};`));
    const { code, stderr } = await synthesize(PNG_FILM, '--side', 'R', option, tooMany);
    expect(stderr).toContain(`from 1 to ${most}, not ${tooMany}`);
    expect(code).toBe(EXIT.input);
  });

  it('is pointed to for a command that does not exist', async () => {
    const { code, stderr } = await run(['synthesise']);
    expect(stderr).toMatch(/no command "synthesise".*--help/);
    expect(code).toBe(EXIT.usage);
  });
});
