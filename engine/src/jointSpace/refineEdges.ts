import { FIRST_SCORED_ROW, SCORED_ROWS, type EdgeLikelihood } from './edgeLikelihood';
import { COMPARTMENTS, EDGES, edgeOffset } from './edgeModel';
import { PLACES } from './edgeModelData';
import type { EdgeFit } from './fitEdges';
import { heightMm } from './jointPatch';
import { gaussian, smoothed } from './smooth';

/** How far an edge of one knee leaves the fitted one (standard deviation). */
const LEAVES_MM = 0.5;
/** Added to every probability, so that a place that shows nothing keeps the fitted height. */
const OUTLIERS = 0.01;
/** Smoothing along the edge, in places (mm). */
const ALONG = 1;

/** Expected height of one place, from where the fit has it and what the film shows around it. */
function expected(probability: Float32Array, fittedMm: number): number {
  let weight = 0;
  let sum = 0;
  for (let row = 0; row < SCORED_ROWS; row++) {
    const mm = heightMm(FIRST_SCORED_ROW + row);
    const away = (mm - fittedMm) / LEAVES_MM;
    if (Math.abs(away) > 4) continue;
    const share = ((probability[row] ?? 0) + OUTLIERS) * Math.exp(-(away ** 2) / 2);
    weight += share;
    sum += share * mm;
  }
  return weight === 0 ? fittedMm : sum / weight;
}

/** The fitted edges moved to where the film shows them, finer than its pixels. */
export function refineEdges({ probability }: EdgeLikelihood, { heights }: EdgeFit): Float64Array {
  const refined = new Float64Array(heights.length);
  const kernel = gaussian(ALONG);
  for (const compartment of COMPARTMENTS.keys()) {
    for (const edge of EDGES.keys()) {
      const offset = edgeOffset(compartment, edge);
      const line = Float64Array.from({ length: PLACES }, (_, place) => {
        const number = offset + place;
        const column = probability.subarray(number * SCORED_ROWS, (number + 1) * SCORED_ROWS);
        return expected(column, heights[number] ?? 0);
      });
      refined.set(smoothed(line, kernel), offset);
    }
  }
  return refined;
}
