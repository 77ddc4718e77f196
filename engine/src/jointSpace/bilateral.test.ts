import { besideEachOther, FILMS, mirrored, type Film } from '../../test/films';
import { JOINTS, type Joint } from '../../test/joints';
import { proposeRegion, type Region, type Side } from '../radiograph';
import { measureJointSpace, type JointSpace } from '.';

const REGION_MM = 140;
const PIXEL_MM = 0.625;
/** Dark pixels between the knees. */
const GAP = 60;
const SIDES: readonly Side[] = ['R', 'L'];

/** A film of one right knee, whose joint centre is the middle of the picture. */
function filmOf({ name, radiograph }: Joint): Film {
  const { columns, rows } = radiograph;
  return { name, path: '', radiograph, jointCentre: { x: columns / 2, y: rows / 2 } };
}

function around({ x, y }: Film['jointCentre']): Region {
  const size = REGION_MM / PIXEL_MM;
  return { x: x - size / 2, y: y - size / 2, width: size, height: size };
}

function jointCalled(name: string): Joint {
  const joint = JOINTS.find(one => one.name === name);
  if (!joint) throw new Error(`There is no film ${name}.`);
  return joint;
}

const measure = ({ radiograph }: Pick<Film, 'radiograph'>, region: Region, side: Side) =>
  measureJointSpace({ radiograph, region, regionMm: REGION_MM, side });

const middleOf = ({ femurEnd, tibiaEnd }: JointSpace['medial']) => (femurEnd.x + tibiaEnd.x) / 2;

describe('a film of both knees', () => {
  // The right one is narrow medially, the left one laterally, so that a mix-up cannot pass.
  const knees = { R: jointCalled('joint-04.png'), L: jointCalled('joint-05.png') };
  const both = besideEachOther(filmOf(knees.R), mirrored(filmOf(knees.L)), GAP);
  const centre = { R: both.jointCentre, L: both.other };
  const found = {
    R: measure(both, around(centre.R), 'R'),
    L: measure(both, around(centre.L), 'L'),
  };

  it.each(SIDES)('is measured medially and laterally as the knee %s is', side => {
    const truth = knees[side].widthMm;
    const { medial, lateral } = found[side];
    expect(Math.abs(medial.widthMm - truth.medial)).toBeLessThan(1);
    expect(Math.abs(lateral.widthMm - truth.lateral)).toBeLessThan(1);
    expect(medial.widthMm < lateral.widthMm).toBe(truth.medial < truth.lateral);
  });

  it('has both medial widths between the knees, and both lateral ones outside', () => {
    expect(middleOf(found.R.medial)).toBeGreaterThan(centre.R.x);
    expect(middleOf(found.R.lateral)).toBeLessThan(centre.R.x);
    expect(middleOf(found.L.medial)).toBeLessThan(centre.L.x);
    expect(middleOf(found.L.lateral)).toBeGreaterThan(centre.L.x);
  });

  it.each(SIDES)('gives what a film of the knee %s alone gives', side => {
    const film = filmOf(knees[side]);
    const alone = measure(film, around(film.jointCentre), 'R');
    expect(found[side].medial.widthMm).toBeCloseTo(alone.medial.widthMm, 1);
    expect(found[side].lateral.widthMm).toBeCloseTo(alone.lateral.widthMm, 1);
  });

  it('gives the same widths of a knee and its mirror image beside it', () => {
    const film = filmOf(knees.R);
    const twice = besideEachOther(film, mirrored(film), GAP);
    const [right, left] = [
      measure(twice, around(twice.jointCentre), 'R'),
      measure(twice, around(twice.other), 'L'),
    ];
    expect(left.medial.widthMm).toBeCloseTo(right.medial.widthMm, 3);
    expect(left.lateral.widthMm).toBeCloseTo(right.lateral.widthMm, 3);
  });
});

describe('a film of both knees whose regions the picture proposes', () => {
  const [first, second] = FILMS as readonly [Film, Film];
  const both = besideEachOther(first, mirrored(second), 0);
  const regionIn = ({ radiograph }: Pick<Film, 'radiograph'>, side: Side, bothKnees: boolean) =>
    proposeRegion(radiograph, { regionMm: REGION_MM, side, bothKnees }).region;

  it('is measured as films of each knee alone are, whose regions lie a little elsewhere', () => {
    const differences = (
      [
        ['R', first],
        ['L', mirrored(second)],
      ] as const
    ).flatMap(([side, own]) => {
      const together = measure(both, regionIn(both, side, true), side);
      const alone = measure(own, regionIn(own, side, false), side);
      return [
        Math.abs(together.medial.widthMm - alone.medial.widthMm),
        Math.abs(together.lateral.widthMm - alone.lateral.widthMm),
      ];
    });
    expect(Math.max(...differences)).toBeLessThan(1);
    expect(differences.reduce((sum, one) => sum + one, 0) / differences.length).toBeLessThan(0.5);
  });
});
