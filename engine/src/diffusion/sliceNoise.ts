import { normals } from './normals';

/** Shifts depths so that every position along the knots is positive. */
const DEPTH_OFFSET_MM = 1000;

export interface SliceNoiseOptions {
  /** A whole number, 0 <= seed < 2^53. */
  seed: number;
  sample: number;
  /** Distance of the knots in depth. */
  correlationMm: number;
  /** Standard deviation, above 0 and at most 1; less than 1 samples nearer to the mean. */
  scale: number;
  /** Numbers in one slice's latent. */
  length: number;
  /** 0, or absent, is the initial noise; other numbers are other, independent noise. */
  draw?: number;
}

/**
 * Noise as a function of depth (mm anterior of the joint centre). Independent fields of
 * normals lie `correlationMm` apart; between two of them a slice gets cos(f pi/2) of the one and
 * sin(f pi/2) of the other, times `scale`: the same variance everywhere, smooth along depth, and the
 * same at a depth however many slices are asked for.
 */
export function sliceNoise({
  seed,
  sample,
  correlationMm,
  scale,
  length,
  draw,
}: SliceNoiseOptions): (depthMm: number) => Float32Array {
  const knots = new Map<number, Float32Array>();
  const knotNoise = (knot: number) => {
    const known = knots.get(knot);
    if (known) return known;
    const field = normals(length, { seed, stream: knot, sample, draw });
    knots.set(knot, field);
    return field;
  };
  return depthMm => {
    const position = (depthMm + DEPTH_OFFSET_MM) / correlationMm;
    const knot = Math.floor(position);
    const angle = ((position - knot) * Math.PI) / 2;
    const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
    const behind = knotNoise(knot);
    const ahead = knotNoise(knot + 1);
    return behind.map((value, i) => cos * value + sin * (ahead[i] ?? 0));
  };
}
