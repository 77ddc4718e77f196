import type { NetworkBundle } from '../bundle';

/** How far the distances of neighbouring slices may differ, in mm. */
const SPACING_TOLERANCE_MM = 1e-3;

const NANOMETRES_IN_MM = 1e6;

/** A depth as a DICOM file tells it again: whole nanometres. */
const recordable = (depthMm: number) =>
  Math.round(depthMm * NANOMETRES_IN_MM) / NANOMETRES_IN_MM + 0;

/**
 * `count` depths in even steps, in whole nanometres: three numbers that fit into a record give the very
 * same depths again, and with them the same volume.
 */
export function depthsBetween(first: number, last: number, count: number): number[] {
  const [from, to] = [recordable(first), recordable(last)];
  return Array.from({ length: count }, (_, index) =>
    recordable(count === 1 ? from : from + ((to - from) * index) / (count - 1))
  );
}

/**
 * Centres of `slices` slices that fill the bundle's depth range, most posterior first, in mm anterior
 * of the joint centre.
 */
export function evenDepths(
  slices: number,
  { depth_range_mm: [posterior, anterior] }: NetworkBundle['volume']
): number[] {
  const spacing = (anterior - posterior) / slices;
  return Array.from({ length: slices }, (_, i) => posterior + (i + 0.5) * spacing);
}

/**
 * The distance of neighbouring slices, or null where the depths do not ascend evenly. A single slice
 * has the thickness `ofOne`.
 */
export function evenSpacing(depthsMm: readonly number[], ofOne: number): number | null {
  const [first = 0, second] = depthsMm;
  if (second === undefined) return ofOne;
  const last = depthsMm[depthsMm.length - 1] ?? second;
  const spacing = (last - first) / (depthsMm.length - 1);
  const even = depthsMm.every(
    (depth, i) => Math.abs(depth - (first + i * spacing)) <= SPACING_TOLERANCE_MM
  );
  return even && spacing > SPACING_TOLERANCE_MM ? spacing : null;
}
