/**
 * @jest-environment <rootDir>/test/hostArraysEnvironment.cjs
 */
import { readdirSync, readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { commandLine, filesIn, PNG_FILM } from '../../test/commandLine';
import { FILMS } from '../../test/films';
import { radiographFile } from '../../test/radiographFile';
import { EXIT } from './CliError';

const { folder, freshName, fileOf, filmFile, run, synthesize } = commandLine('refusals');
const leftovers = () => readdirSync(folder).filter(name => name.includes('unfinished'));

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
      () => filmFile('lateral.dcm', 1, { ViewPosition: 'LL' }),
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
      () => filmFile('sides.dcm', 1, { SeriesDescription: 'LEFT KNEE' }),
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
      () => filmFile('one.dcm', 1),
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
    fileOf('something.txt', 'text');
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
