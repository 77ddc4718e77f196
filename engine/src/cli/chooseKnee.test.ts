import { FILMS, MARKED, mirrored, type Film } from '../../test/films';
import type { Region, Side } from '../radiograph';
import { say } from '../sentences';
import { chooseKnee } from './chooseKnee';
import { CliError } from './CliError';
import type { Input } from './readInput';

jest.setTimeout(120_000);

const REGION_MM = 140;

/** A film that names the right knee, unless told otherwise. */
function inputOf(radiograph: Input['radiograph'], change: Partial<Input> = {}): Input {
  return {
    kind: 'dicom',
    sha256: '',
    radiograph,
    side: 'R',
    sideReason: 'Its attributes do not say which knee it shows.',
    bothKnees: false,
    viewDoubt: null,
    orientationKnown: true,
    frame: 1,
    turnedOver: false,
    attributes: {},
    notes: [],
    ...change,
  };
}

const [FILM] = FILMS as readonly [Film, ...Film[]];
const choose = (
  input: Input,
  side: Side | null = null,
  region: Region | 'auto' | 'full' = 'auto'
) => chooseKnee(input, { side, region }, REGION_MM);

describe('the side', () => {
  it('is asked for where the file does not name it', () => {
    const silent = inputOf(FILM.radiograph, { side: null });
    expect(() => choose(silent)).toThrow(/do not say which knee.*--side R or --side L/);
    expect(choose(silent, 'R').side).toBe('R');
  });

  it('is asked for where the picture contradicts the file, and followed where it is given', () => {
    const left = inputOf(mirrored(FILM).radiograph);
    expect(() => choose(left)).toThrow(/looks like the other knee.*--side/);
    const { side, notes } = choose(left, 'R');
    expect(side).toBe('R');
    expect(notes.join()).toMatch(/looks like the other knee/);
  });

  it('is asked for where a marker in the given region contradicts the file', () => {
    const marked = MARKED.filter(({ side, mirrored: over }) => side === 'R' && !over);
    expect(marked.length).toBeGreaterThan(0);
    for (const { radiograph } of marked) {
      const { rows, columns } = radiograph;
      const size = Math.max(rows, columns);
      const region = {
        x: (columns - size) / 2,
        y: (rows - size) / 2,
        width: size,
        height: size,
      };
      const left = inputOf(radiograph, { side: 'L' });
      expect(() => choose(left, null, region)).toThrow(CliError);
      expect(() => choose(left, null, region)).toThrow(/marker.*right knee, not the left.*--side/);
      expect(choose(left, 'L', region).notes.join()).toMatch(/marker/);
      expect(choose(inputOf(radiograph), null, region).notes.join()).not.toMatch(/marker/);
    }
  });
});

describe('a film of the whole leg', () => {
  const leg = inputOf(FILM.radiograph, { viewDoubt: say('wholeLeg') });

  it('ends the command, whoever names the side, unless somebody says where the knee is', () => {
    expect(() => choose(leg, 'R')).toThrow(CliError);
    expect(() => choose(leg, 'R')).toThrow(/whole leg.*--roi x,y,w,h/);
    const { region } = choose(inputOf(FILM.radiograph));
    expect(choose(leg, 'R', region).regionFrom).toBe('given');
  });
});

describe('a film on which bone is dark', () => {
  const pixels = FILM.radiograph.pixels.map(value => 255 - value);
  const inverted = inputOf({ ...FILM.radiograph, pixels });

  it('ends the command, whoever names the side', () => {
    expect(() => choose(inverted, 'R')).toThrow(/bone seems to be dark.*Export it/);
  });
});
