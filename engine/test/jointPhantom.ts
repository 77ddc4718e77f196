import type { Radiograph } from '../src/radiograph';

export interface Phantom {
  /** Distance of the bones, perpendicular to the joint line, in mm. */
  gapMm: number;
  pixelMm?: number;
  tiltDeg?: number;
  /** Standard deviation of the blur across the edges, in mm. */
  blurMm?: number;
  /** Standard deviation of the noise, of a bone that is 100 brighter than what is between. */
  noise?: number;
  /** Height of the joint line below the middle, in mm. */
  lowMm?: number;
  seed?: number;
}

const SIZE_MM = 150;
/** Bone, its cortex, and what lies between and beside the bones. */
const [BONE, CORTEX, BETWEEN] = [170, 215, 95];
const CORTEX_MM = 1.2;
/** Half the width of the knee, and of the notch between the condyles. */
const [KNEE_MM, NOTCH_MM] = [42, 8];

/** Numbers from -1 to 1 whose sum of twelve is nearly normal. */
function noiseOf(seed: number): () => number {
  let state = seed + 1;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
}

/** The error function (Abramowitz and Stegun 7.1.26, error below 1.5e-7). */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const polynomial =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - polynomial * Math.exp(-x * x));
}

/** A step from 0 to 1 at 0, blurred. */
const step = (mm: number, blurMm: number) => (1 + erf(mm / (Math.SQRT2 * blurMm))) / 2;

/**
 * Two straight bright bands with brighter rims, a known distance apart: bones of which everything is known.
 * The film is 150 mm square and its middle the joint centre.
 */
export function jointPhantom(phantom: Phantom): Radiograph {
  const { gapMm, pixelMm = 0.3, tiltDeg = 0, blurMm = 0.35, noise = 0, lowMm = 0 } = phantom;
  const size = Math.round(SIZE_MM / pixelMm);
  const random = noiseOf(phantom.seed ?? 0);
  const [cos, sin] = [Math.cos((tiltDeg * Math.PI) / 180), Math.sin((tiltDeg * Math.PI) / 180)];
  const pixels = new Float32Array(size * size);
  for (let index = 0; index < pixels.length; index++) {
    const px = ((index % size) + 0.5) * pixelMm - SIZE_MM / 2;
    const py = (Math.floor(index / size) + 0.5) * pixelMm - SIZE_MM / 2;
    const x = px * cos + py * sin;
    const y = py * cos - px * sin - lowMm;
    // How far a place lies within the femur, and within the tibia.
    const femur = -gapMm / 2 - y;
    const tibia = y - gapMm / 2;
    const bone = (inside: number) =>
      (CORTEX - BETWEEN) * step(inside, blurMm) -
      (CORTEX - BONE) * step(inside - CORTEX_MM, blurMm);
    const within = step(KNEE_MM - Math.abs(x), 1);
    const notch = step(Math.abs(x) - NOTCH_MM, 1);
    pixels[index] = BETWEEN + within * (notch * bone(femur) + bone(tibia)) + noise * random();
  }
  return {
    pixels,
    rows: size,
    columns: size,
    pixelSpacingMm: pixelMm,
    spacingSource: 'PixelSpacing',
  };
}
