import { FIRST_SCORED_ROW, SCORED_ROWS, type EdgeLikelihood } from './edgeLikelihood';
import { EDGE_NUMBERS, edgeModel } from './edgeModel';
import { rowOf, STEP_MM } from './jointPatch';
import { gaussian, smoothed } from './smooth';

/** What a place that shows nothing, or something else, counts at least: the share of outliers. */
const OUTLIERS = 0.004;
/** Neighbouring places show the same noise, so each counts less than it would alone. */
const WEIGHT = 0.5;
/** The region may lie too high or too low, by so much (standard deviation). */
const HEIGHT_SPREAD_MM = 4;
const FARTHEST_MM = 13;
const STARTS_MM = 1;
/** The search begins with blurred probabilities and few ways to differ. */
const COARSE_BLUR_MM = 1.4;
const COARSE_MODES = 7;
const KEPT_STARTS = 3;
const FIRST_STEP = 1;
const LAST_STEP = 0.04;

/** Edges that a knee may have, and how well they fit. */
export interface EdgeFit {
  /** Heights in mm below the joint centre, in the order of the edge numbers. */
  heights: Float64Array;
  /** Deviation from the average knee: root mean square over the modes, about 1. */
  deviation: number;
}

interface Candidate {
  /** Height of the whole joint, in standard deviations, then one number a mode. */
  numbers: Float64Array;
  score: number;
}

function logarithms({ probability }: EdgeLikelihood, blurMm: number): Float64Array {
  const kernel = gaussian(blurMm / STEP_MM);
  const logs = new Float64Array(probability.length);
  for (let edge = 0; edge < EDGE_NUMBERS; edge++) {
    const column = Float64Array.from(
      probability.subarray(edge * SCORED_ROWS, (edge + 1) * SCORED_ROWS)
    );
    const soft = blurMm > 0 ? smoothed(column, kernel) : column;
    for (let row = 0; row < SCORED_ROWS; row++) {
      logs[edge * SCORED_ROWS + row] = Math.log((soft[row] ?? 0) + OUTLIERS);
    }
  }
  return logs;
}

const WORST = Math.log(OUTLIERS);

function heightsOf(numbers: Float64Array): Float64Array {
  const { mean, modes } = edgeModel();
  const heights = Float64Array.from(mean, height => height + (numbers[0] ?? 0) * HEIGHT_SPREAD_MM);
  for (let mode = 0; mode + 1 < numbers.length; mode++) {
    const amount = numbers[mode + 1] ?? 0;
    const direction = modes[mode];
    if (amount === 0 || direction === undefined) continue;
    for (let edge = 0; edge < EDGE_NUMBERS; edge++) {
      heights[edge] = (heights[edge] ?? 0) + amount * (direction[edge] ?? 0);
    }
  }
  return heights;
}

function score(logs: Float64Array, numbers: Float64Array): number {
  const heights = heightsOf(numbers);
  let total = 0;
  for (let edge = 0; edge < EDGE_NUMBERS; edge++) {
    const row = rowOf(heights[edge] ?? 0) - FIRST_SCORED_ROW;
    const above = Math.floor(row);
    if (above < 0 || above >= SCORED_ROWS - 1) {
      total += WORST;
      continue;
    }
    const at = edge * SCORED_ROWS + above;
    const part = row - above;
    total += (logs[at] ?? 0) * (1 - part) + (logs[at + 1] ?? 0) * part;
  }
  const prior = numbers.reduce((sum, number) => sum + number ** 2, 0);
  return WEIGHT * total - prior / 2;
}

/** Changes one number at a time by ever smaller steps, as long as that fits better. */
function climb(logs: Float64Array, from: Candidate, modes: number): Candidate {
  const numbers = from.numbers.slice();
  let best = score(logs, numbers);
  for (let step = FIRST_STEP; step >= LAST_STEP;) {
    let improved = false;
    for (let index = 0; index <= modes; index++) {
      const before = numbers[index] ?? 0;
      for (const sign of [1, -1]) {
        numbers[index] = before + sign * step;
        const now = score(logs, numbers);
        if (now > best + 1e-6) {
          best = now;
          improved = true;
          break;
        }
        numbers[index] = before;
      }
    }
    if (!improved) step /= 2;
  }
  return { numbers, score: best };
}

/**
 * The edges of the knee that is most likely after all the film shows (maximum a posteriori): an active shape
 * model (Cootes et al., Computer Vision and Image Understanding 1995, 61:38-59) whose places are scored by
 * the network.
 */
export function fitEdges(likelihood: EdgeLikelihood): EdgeFit {
  const { modes } = edgeModel();
  const coarse = logarithms(likelihood, COARSE_BLUR_MM);
  const starts: Candidate[] = [];
  for (let mm = -FARTHEST_MM; mm <= FARTHEST_MM; mm += STARTS_MM) {
    const numbers = new Float64Array(modes.length + 1);
    numbers[0] = mm / HEIGHT_SPREAD_MM;
    starts.push({ numbers, score: score(coarse, numbers) });
  }
  const fine = logarithms(likelihood, STEP_MM);
  const better = (a: Candidate, b: Candidate) => b.score - a.score;
  const [best] = starts
    .sort(better)
    .slice(0, 2 * KEPT_STARTS)
    .map(start => climb(coarse, start, COARSE_MODES))
    .sort(better)
    .slice(0, KEPT_STARTS)
    .map(start => climb(fine, start, modes.length))
    .sort(better);
  const numbers = best?.numbers ?? new Float64Array(modes.length + 1);
  const squares = numbers.subarray(1).reduce((sum, number) => sum + number ** 2, 0);
  return { heights: heightsOf(numbers), deviation: Math.sqrt(squares / modes.length) };
}
