import type { ReadingSuggestions } from '../features';

/** Suggested readings in a file that a program reads; none of them has been used. */
export interface SuggestedReadingsJson {
  /** By name: the grade, its probability, and the grader's weighted kappa for this variable. */
  suggestions: Record<string, { value: number; probability: number; kappa: number }>;
  /** Variables whose grades the grader cannot tell. */
  untold: string[];
}

const DIGITS = 4;

export function suggestedJson({ suggestions, untold }: ReadingSuggestions): SuggestedReadingsJson {
  const byName = suggestions.map(({ name, value, probability, kappa }) => [
    name,
    { value, probability: Number(probability.toFixed(DIGITS)), kappa },
  ]);
  return { suggestions: Object.fromEntries(byName), untold };
}
