import { JOINTS } from '../../test/joints';
import { jointPhantom, type Phantom } from '../../test/jointPhantom';
import { mirrored } from '../../test/films';
import { RadiographError, type Radiograph, type Region, type Side } from '../radiograph';
import { measureJointSpace } from '.';

const REGION_MM = 140;

function regionOf({ rows, columns }: Radiograph, pixelMm: number, offMm = { x: 0, y: 0 }): Region {
  const size = REGION_MM / pixelMm;
  return {
    x: (columns - size) / 2 + offMm.x / pixelMm,
    y: (rows - size) / 2 + offMm.y / pixelMm,
    width: size,
    height: size,
  };
}

function measure(radiograph: Radiograph, side: Side = 'R', offMm = { x: 0, y: 0 }) {
  const region = regionOf(radiograph, radiograph.pixelSpacingMm ?? 0.625, offMm);
  return measureJointSpace({ radiograph, region, regionMm: REGION_MM, side });
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('two bands a known distance apart', () => {
  const errorOf = (phantom: Phantom) => {
    const { medial, lateral } = measure(jointPhantom(phantom));
    return [medial, lateral].map(({ widthMm }) => Math.abs(widthMm - phantom.gapMm));
  };

  it.each<[string, Phantom]>([
    ['of 3 mm', { gapMm: 3 }],
    ['of 4.3 mm', { gapMm: 4.3 }],
    ['of 5.6 mm', { gapMm: 5.6 }],
    ['on pixels larger than half a millimetre', { gapMm: 4.6, pixelMm: 0.625 }],
    ['tilted by 4 degrees', { gapMm: 4.5, tiltDeg: 4 }],
    ['tilted by -6 degrees', { gapMm: 4.5, tiltDeg: -6 }],
    ['blurred', { gapMm: 4.8, blurMm: 0.6 }],
    ['in noise', { gapMm: 4.4, noise: 12 }],
    ['6 mm below the middle of the region', { gapMm: 4.4, lowMm: 6 }],
  ])('are measured to less than a pixel: %s', (_, phantom) => {
    for (const error of errorOf(phantom)) expect(error).toBeLessThan(TOLERANCE_MM);
  });
});

describe('simulated films', () => {
  const measured = JOINTS.map(joint => ({ joint, found: measure(joint.radiograph) }));
  const widths = measured.flatMap(({ joint, found }) =>
    (['medial', 'lateral'] as const).map(name => ({
      error: Math.abs(found[name].widthMm - joint.widthMm[name]),
      confidence: found[name].confidence,
    }))
  );
  const errorsOf = (from: number, to: number) =>
    widths
      .filter(({ confidence }) => confidence >= from && confidence < to)
      .map(({ error }) => error);

  it('are measured within half a millimetre of the true least width where that is sure', () => {
    expect(errorsOf(0.7, 2).length).toBeGreaterThanOrEqual(8);
    expect(mean(errorsOf(0.7, 2))).toBeLessThan(0.5);
  });

  it('are surer where they are nearer to the truth', () => {
    expect(mean(errorsOf(0.7, 2))).toBeLessThan(mean(errorsOf(0, 0.7)));
  });

  it('have ends on the traced edges, a width apart', () => {
    for (const { found } of measured) {
      for (const { femurEnd, tibiaEnd, widthMm, femurEdge } of [found.medial, found.lateral]) {
        const apart = Math.hypot(femurEnd.x - tibiaEnd.x, femurEnd.y - tibiaEnd.y);
        expect(apart * found.pixelSpacingMm).toBeCloseTo(widthMm, 6);
        const nearest = Math.min(
          ...femurEdge.map(({ x, y }) => Math.hypot(x - femurEnd.x, y - femurEnd.y))
        );
        expect(nearest).toBeLessThan(1);
      }
    }
  });

  it('give the same on the left, turned over', () => {
    for (const { joint, found } of measured.slice(0, 3)) {
      const { radiograph } = mirrored({
        name: joint.name,
        path: '',
        radiograph: joint.radiograph,
        jointCentre: { x: 0, y: 0 },
      });
      const left = measure(radiograph, 'L');
      expect(left.medial.widthMm).toBeCloseTo(found.medial.widthMm, 6);
      expect(left.lateral.widthMm).toBeCloseTo(found.lateral.widthMm, 6);
      const { columns } = joint.radiograph;
      expect(left.medial.femurEnd.x).toBeCloseTo(columns - found.medial.femurEnd.x, 6);
    }
  });

  it('hardly depend on where the region was put', () => {
    const moved = measured.slice(0, 4).flatMap(({ joint, found }) => {
      const other = measure(joint.radiograph, 'R', { x: 1, y: -3 });
      return [
        Math.abs(other.medial.widthMm - found.medial.widthMm),
        Math.abs(other.lateral.widthMm - found.lateral.widthMm),
      ];
    });
    expect(mean(moved)).toBeLessThan(0.3);
  });

  it('do not depend on exposure', () => {
    const [joint] = JOINTS;
    const { radiograph } = joint as NonNullable<typeof joint>;
    const pixels = radiograph.pixels.map(value => -3000 + 12 * value);
    const found = measure({ ...radiograph, pixels });
    expect(found.medial.widthMm).toBeCloseTo(measure(radiograph).medial.widthMm, 3);
  });

  it('are less sure in noise that hides the edges', () => {
    let state = 1;
    const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32 - 0.5;
    for (const { joint, found } of measured.slice(0, 3)) {
      const pixels = joint.radiograph.pixels.map(value => value + 400 * random());
      const hidden = measure({ ...joint.radiograph, pixels });
      expect(hidden.medial.confidence).toBeLessThan(found.medial.confidence);
      expect(Math.min(hidden.medial.confidence, hidden.lateral.confidence)).toBeLessThan(0.5);
      expect([...hidden.medial.doubts, ...hidden.lateral.doubts]).not.toEqual([]);
    }
  });
});

describe('the scale', () => {
  const [joint] = JOINTS;
  const { radiograph } = joint as NonNullable<typeof joint>;

  it('is the film’s own where it is known', () => {
    expect(measure(radiograph)).toMatchObject({ scale: 'known', pixelSpacingMm: 0.625 });
  });

  it('is marked where it holds on the detector only', () => {
    const atDetector = { ...radiograph, spacingSource: 'detector' as const };
    expect(measure(atDetector)).toMatchObject({ scale: 'detector', pixelSpacingMm: 0.625 });
    const corrected = { ...radiograph, spacingSource: 'ImagerPixelSpacing' as const };
    expect(measure(corrected).scale).toBe('known');
  });

  it.each([null, 40])('is that of the region where the film’s is not known, or absurd: %s', mm => {
    const region = regionOf(radiograph, 0.625);
    const unknown = { ...radiograph, pixelSpacingMm: mm };
    const found = measureJointSpace({
      radiograph: unknown,
      region,
      regionMm: REGION_MM,
      side: 'R',
    });
    expect(found.scale).toBe('estimated');
    expect(found.pixelSpacingMm).toBeCloseTo(0.625, 9);
    expect(found.medial.widthMm).toBeCloseTo(measure(radiograph).medial.widthMm, 6);
  });
});

describe('what cannot be measured', () => {
  it('has no confidence where the film ends within the joint space', () => {
    const [joint] = JOINTS;
    const { radiograph } = joint as NonNullable<typeof joint>;
    const found = measure(radiograph, 'R', { x: 45, y: 0 });
    expect(found.medial.confidence).toBe(0);
    expect(found.medial.doubts).toContain('cut-off');
  });

  it('is never sure on a film without a knee', () => {
    const pixels = Float32Array.from({ length: 160 * 96 }, (_, i) => 100 + 20 * Math.sin(i / 7));
    const nothing: Radiograph = { ...JOINTS[0]?.radiograph, pixels } as Radiograph;
    const found = measure(nothing);
    expect(Math.max(found.medial.confidence, found.lateral.confidence)).toBeLessThan(0.5);
  });

  it('is a region without a size', () => {
    const region = { x: 0, y: 0, width: 0, height: 0 };
    const { radiograph } = JOINTS[0] as (typeof JOINTS)[number];
    expect(() => measureJointSpace({ radiograph, region, regionMm: REGION_MM, side: 'R' })).toThrow(
      RadiographError
    );
  });
});

/** A pixel of the films that the model of edges was made from. */
const TOLERANCE_MM = 0.625;
