import { COMPARTMENTS, edgeModel, edgeOffset, placeMm, PROFILE, EDGE_NUMBERS } from './edgeModel';
import { PLACES, PROFILE_HALF, SPREAD_FLOOR } from './edgeModelData';
import { PATCH_ROWS, type JointPatch } from './jointPatch';

/** Rows of the patch that have a whole profile around them. */
export const SCORED_ROWS = PATCH_ROWS - 2 * PROFILE_HALF;
export const FIRST_SCORED_ROW = PROFILE_HALF;

/** A column tells nothing where less of it than this is on the film. */
const LEAST_COVERAGE = 0.8;

/** How likely each edge is at each height. */
export interface EdgeLikelihood {
  /** Edge numbers x scored rows: probabilities, whose sum over the rows is 1. */
  probability: Float32Array;
  /** By edge number: whether the film shows the place. */
  onFilm: Uint8Array;
}

/** One layer of the network; the last one without the rectifier. */
function layer(
  { weights, biases }: { weights: Float32Array; biases: Float32Array },
  inputs: Float64Array,
  rectified: boolean
): Float64Array {
  const outputs = new Float64Array(biases.length);
  for (let output = 0; output < outputs.length; output++) {
    let sum = biases[output] ?? 0;
    const offset = output * inputs.length;
    for (let input = 0; input < inputs.length; input++) {
      sum += (weights[offset + input] ?? 0) * (inputs[input] ?? 0);
    }
    outputs[output] = rectified && sum < 0 ? 0 : sum;
  }
  return outputs;
}

function meanAndSpread(values: Float64Array): [number, number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return [mean, Math.sqrt(square)];
}

/** Probabilities of scores, in place. */
function normalise(scores: Float32Array): void {
  const largest = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  let sum = 0;
  for (const [row, score] of scores.entries()) {
    scores[row] = Math.exp(score - largest);
    sum += scores[row] ?? 0;
  }
  for (const [row, value] of scores.entries()) scores[row] = value / sum;
}

/**
 * Looks at the profile around every place where an edge may be.
 * @param medialSign 1 where medial is on the right of the film, else -1
 */
export function edgeLikelihood(patch: JointPatch, medialSign: 1 | -1): EdgeLikelihood {
  const { layers } = edgeModel();
  const [first, second, last] = layers;
  const probability = new Float32Array(EDGE_NUMBERS * SCORED_ROWS).fill(1 / SCORED_ROWS);
  const onFilm = new Uint8Array(EDGE_NUMBERS);
  const places = COMPARTMENTS.flatMap((_, compartment) =>
    Array.from({ length: PLACES }, (_empty, place) => {
      const xMm = placeMm(place) * (compartment === 0 ? medialSign : -medialSign);
      return { compartment, place, xMm, column: patch.column(xMm) };
    })
  );
  const all = Float64Array.from(places.flatMap(({ column }) => [...column]));
  const floor = SPREAD_FLOOR * meanAndSpread(all)[1] + Number.MIN_VALUE;
  const inputs = new Float64Array(PROFILE + 2);
  for (const { compartment, place, xMm, column } of places) {
    if (patch.coverage(xMm) < LEAST_COVERAGE || !first || !second || !last) continue;
    inputs[PROFILE] = (2 * place) / (PLACES - 1) - 1;
    inputs[PROFILE + 1] = compartment === 0 ? 1 : -1;
    const [femur, tibia] = [0, 1].map(edge => {
      const number = edgeOffset(compartment, edge) + place;
      onFilm[number] = 1;
      return probability.subarray(number * SCORED_ROWS, (number + 1) * SCORED_ROWS);
    });
    if (!femur || !tibia) continue;
    for (let row = 0; row < SCORED_ROWS; row++) {
      const profile = column.subarray(row, row + PROFILE);
      const [mean, spread] = meanAndSpread(profile);
      for (let i = 0; i < PROFILE; i++) inputs[i] = ((profile[i] ?? 0) - mean) / (spread + floor);
      const scores = layer(last, layer(second, layer(first, inputs, true), true), false);
      femur[row] = scores[0] ?? 0;
      tibia[row] = scores[1] ?? 0;
    }
    normalise(femur);
    normalise(tibia);
  }
  return { probability, onFilm };
}
