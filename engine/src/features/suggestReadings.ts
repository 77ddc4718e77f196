import type { NetworkBundle } from '../bundle';
import { say } from '../sentences';
import { ReadingsError } from './ReadingsError';
import type { ReadingName } from './types';
import { READING_NAMES } from './variables';

/** A grade that the grader proposes; it counts for nothing before somebody accepts it. */
export interface ReadingSuggestion {
  name: ReadingName;
  value: number;
  /** Of this grade, 0 to 1. */
  probability: number;
  /** Quadratic weighted kappa of the grader's suggestions for this variable, on knees it never saw. */
  kappa: number;
}

/** What a grader makes of one radiograph. */
export interface ReadingSuggestions {
  suggestions: ReadingSuggestion[];
  /** Variables whose grades it cannot tell surely better than by chance, so that it suggests none. */
  untold: ReadingName[];
}

function softmax(logits: Float32Array): number[] {
  const most = Math.max(...logits);
  const powers = Array.from(logits, logit => Math.exp(logit - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map(power => power / sum);
}

/** The place at which half of the probability is reached: the grade with the least expected error. */
function medianPlace(probabilities: readonly number[]): number {
  let reached = 0;
  for (const [place, probability] of probabilities.entries()) {
    reached += probability;
    if (reached >= 0.5) return place;
  }
  return probabilities.length - 1;
}

/**
 * The suggestions in a grader's output.
 * @param logits of one radiograph: those of every variable's grades, one variable after the other
 * @throws {ReadingsError} where the output is not what the bundle says of it
 */
export function suggestReadings(
  logits: Float32Array,
  { grader, readings }: Pick<NetworkBundle, 'grader' | 'readings'>
): ReadingSuggestions {
  const found: ReadingSuggestions = { suggestions: [], untold: [] };
  let offset = 0;
  for (const wanted of grader?.variables ?? []) {
    const variable = readings.variables.find(({ name }) => name === wanted);
    const grades = variable ? variable.max - variable.min + 1 : 0;
    const part = logits.subarray(offset, offset + grades);
    offset += grades;
    const name = READING_NAMES.find(known => known === wanted);
    const agreement = grader?.agreement.variables[wanted];
    if (!variable || name === undefined) continue;
    if (agreement?.kappa == null || !((agreement.low ?? 0) > 0)) {
      found.untold.push(name);
      continue;
    }
    const probabilities = softmax(part);
    const place = medianPlace(probabilities);
    found.suggestions.push({
      name,
      value: variable.min + place,
      probability: probabilities[place] ?? 0,
      kappa: agreement.kappa,
    });
  }
  if (offset !== logits.length || !logits.every(Number.isFinite)) {
    throw new ReadingsError(say('gradesUnusable'));
  }
  return found;
}
