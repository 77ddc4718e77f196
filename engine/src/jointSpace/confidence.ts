import { FIRST_SCORED_ROW, SCORED_ROWS, type EdgeLikelihood } from './edgeLikelihood';
import { EDGES, edgeOffset, placeMm } from './edgeModel';
import { PLACES } from './edgeModelData';
import { heightMm } from './jointPatch';
import type { WidthDoubt } from './types';

/** A traced edge is where the film shows it when they are at most so far apart. */
const NEAR_MM = 1;
/** Another edge is one that is at least so far away. */
const ELSEWHERE_MM = 2;
/** Shares of the probability near the traced edge: none of the confidence below, all of it above. */
const UNCLEAR = 0.15;
const CLEAR = 0.92;
/** What is said to be unclear, or double, and a knee that is unlike others. */
const UNCLEAR_EDGE = 0.4;
const DOUBLE_EDGE = 0.35;
const UNUSUAL = 1.6;
const LEAST_ON_FILM = 0.9;
/** Bones in contact: the edges run into one another. */
const CONTACT_MM = 0.7;
const CONTACT_CONFIDENCE = 0.7;

export interface TracedCompartment {
  compartment: number;
  /** Heights of all edges in mm. */
  heights: Float64Array;
  /** Places that the width is measured between, in mm. */
  within: readonly [number, number];
  widthMm: number;
  /** Of the whole fit, see `EdgeFit`. */
  deviation: number;
}

interface Support {
  near: number;
  elsewhere: number;
  onFilm: number;
}

function support(
  { probability, onFilm }: EdgeLikelihood,
  { compartment, heights, within }: TracedCompartment,
  edge: number
): Support {
  const sums = { near: 0, elsewhere: 0, onFilm: 0 };
  let places = 0;
  for (let place = 0; place < PLACES; place++) {
    if (placeMm(place) < within[0] || placeMm(place) > within[1]) continue;
    const number = edgeOffset(compartment, edge) + place;
    places++;
    sums.onFilm += onFilm[number] ?? 0;
    for (let row = 0; row < SCORED_ROWS; row++) {
      const away = Math.abs(heightMm(FIRST_SCORED_ROW + row) - (heights[number] ?? 0));
      const share = probability[number * SCORED_ROWS + row] ?? 0;
      if (away <= NEAR_MM) sums.near += share;
      if (away >= ELSEWHERE_MM) sums.elsewhere += share;
    }
  }
  return {
    near: sums.near / places,
    elsewhere: sums.elsewhere / places,
    onFilm: sums.onFilm / places,
  };
}

/** How sure a width is: by how clearly the film shows its less clear edge where it was traced. */
export function confidenceOf(
  likelihood: EdgeLikelihood,
  traced: TracedCompartment
): { confidence: number; doubts: WidthDoubt[] } {
  const edges = EDGES.map((_, edge) => support(likelihood, traced, edge));
  const near = Math.min(...edges.map(edge => edge.near));
  const cutOff = edges.some(edge => edge.onFilm < LEAST_ON_FILM);
  const contact = traced.widthMm < CONTACT_MM;
  const doubts: WidthDoubt[] = [];
  if (cutOff) doubts.push('cut-off');
  if (near < UNCLEAR_EDGE) {
    const isDouble = edges.some(edge => edge.near < UNCLEAR_EDGE && edge.elsewhere > DOUBLE_EDGE);
    doubts.push(isDouble ? 'double-edge' : 'unclear-edge');
  }
  if (contact) doubts.push('no-space');
  if (traced.deviation > UNUSUAL) doubts.push('unusual-shape');
  const clear = Math.min(1, Math.max(0, (near - UNCLEAR) / (CLEAR - UNCLEAR)));
  const least = Math.min(
    clear,
    contact ? CONTACT_CONFIDENCE : 1,
    traced.deviation > UNUSUAL ? UNUSUAL / traced.deviation - 0.5 : 1
  );
  return { confidence: cutOff ? 0 : Math.max(0, least), doubts };
}
