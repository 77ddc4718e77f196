import type {
  CompartmentName,
  FilmPoint,
  JointSpace,
  MeasuredWidth,
  OpenedRadiograph,
  Side,
  WidthEnds,
  WidthScale,
} from '../../host';
import type { Loadable, SessionState } from './state';

export const COMPARTMENT_NAMES: readonly CompartmentName[] = ['medial', 'lateral'];
export type WidthEnd = keyof WidthEnds;

/** Ends of both widths that a person moved; null where they are as they were traced. */
export type MovedEnds = Readonly<Record<CompartmentName, WidthEnds | null>>;

export const NOTHING_MOVED: MovedEnds = { medial: null, lateral: null };

/** The joint space of a knee on a film, and what the user made of it. */
export interface MeasuredSpace {
  radiograph: OpenedRadiograph;
  side: Side;
  found: Loadable<JointSpace>;
  moved: MovedEnds;
  /** What was moved before each change, the newest last. */
  earlier: readonly MovedEnds[];
}

/** A width as it stands. */
export interface CurrentWidth {
  compartment: CompartmentName;
  widthMm: number;
  scale: WidthScale;
  ends: WidthEnds;
  edges: readonly (readonly FilmPoint[])[];
  /** Whether a person moved its ends. */
  adjusted: boolean;
  confidence: number;
}

/** What was measured of the knee that is on show; null for another one. */
export function currentSpace({ jointSpace, radiograph, side }: SessionState): MeasuredSpace | null {
  const isOfThis =
    jointSpace !== null &&
    radiograph.status === 'ready' &&
    jointSpace.radiograph === radiograph.value &&
    jointSpace.side === side;
  return isOfThis ? jointSpace : null;
}

/** A width with its ends where they are now; its length is the distance of its ends. */
export function widthOf(
  { found, moved }: MeasuredSpace,
  compartment: CompartmentName
): CurrentWidth | null {
  if (found.status !== 'ready') {
    return null;
  }
  const { pixelSpacingMm, scale, [compartment]: traced } = found.value;
  const own = { femur: traced.femurEnd, tibia: traced.tibiaEnd };
  const ends = moved[compartment] ?? own;
  const { femur, tibia } = ends;
  return {
    compartment,
    ends,
    scale,
    widthMm: Math.hypot(femur.x - tibia.x, femur.y - tibia.y) * pixelSpacingMm,
    edges: [traced.femurEdge, traced.tibiaEdge],
    adjusted: moved[compartment] !== null,
    confidence: traced.confidence,
  };
}

/** The widths of the knee that is on show. */
export function widthsOf(state: SessionState): CurrentWidth[] {
  const space = currentSpace(state);
  return COMPARTMENT_NAMES.flatMap(name => {
    const width = space && widthOf(space, name);
    return width ? [width] : [];
  });
}

/** The widths as they are noted down with a run; none where nothing was measured. */
export function measuredWidthsOf(state: SessionState): MeasuredWidth[] {
  return widthsOf(state).map(({ compartment, widthMm, adjusted, scale, confidence }) => ({
    compartment,
    widthMm,
    adjusted,
    scale,
    confidence,
  }));
}
