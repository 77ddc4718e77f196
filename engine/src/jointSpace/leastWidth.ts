import type { FilmPoint } from './types';

/** Distance of the places that are looked at, in mm. */
const SEARCH_STEP_MM = 0.1;

export interface LeastWidth {
  widthMm: number;
  /** On the upper and on the lower edge, in mm. */
  upper: FilmPoint;
  lower: FilmPoint;
}

/** Height of a polyline (by ascending x) at a place within it; null beyond its ends. */
function heightAt(line: readonly FilmPoint[], x: number): number | null {
  for (let index = 1; index < line.length; index++) {
    const [a, b] = [line[index - 1], line[index]];
    if (a && b && x >= a.x && x <= b.x) {
      return b.x === a.x ? a.y : a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x);
    }
  }
  return null;
}

const turned = ({ x, y }: FilmPoint, cos: number, sin: number): FilmPoint => ({
  x: x * cos + y * sin,
  y: y * cos - x * sin,
});

/**
 * Least distance of two edges across the joint line: between points that lie opposite to each other,
 * perpendicular to it.
 * @param edges polylines by ascending x, in mm; y grows downwards
 * @param tiltRad angle of the joint line, positive where its right end is lower
 * @param within from and to, along the joint line, in mm from the origin
 * @returns null where the edges do not lie opposite to each other within these
 */
export function leastWidth(
  edges: { upper: readonly FilmPoint[]; lower: readonly FilmPoint[] },
  tiltRad: number,
  within: readonly [number, number]
): LeastWidth | null {
  const [cos, sin] = [Math.cos(tiltRad), Math.sin(tiltRad)];
  const upper = edges.upper.map(point => turned(point, cos, sin));
  const lower = edges.lower.map(point => turned(point, cos, sin));
  let best: { x: number; above: number; below: number; gap: number } | null = null;
  const steps = Math.round((within[1] - within[0]) / SEARCH_STEP_MM);
  for (let step = 0; step <= steps; step++) {
    const x = within[0] + step * SEARCH_STEP_MM;
    const above = heightAt(upper, x);
    const below = heightAt(lower, x);
    if (above === null || below === null) continue;
    const gap = Math.max(0, below - above);
    if (best === null || gap < best.gap) best = { x, above, below: above + gap, gap };
  }
  return (
    best && {
      widthMm: best.gap,
      upper: turned({ x: best.x, y: best.above }, cos, -sin),
      lower: turned({ x: best.x, y: best.below }, cos, -sin),
    }
  );
}
