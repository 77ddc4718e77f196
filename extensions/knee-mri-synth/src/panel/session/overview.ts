import type { Candidate } from '../../host';

/** Images of a series that are listed before the user asks for the others. */
const MOST_OF_A_SERIES = 5;

/** As many of the items as are asked for, spread evenly from the first to the last. */
function spread<T>(items: readonly T[], count: number): T[] {
  const wanted = Math.min(count, items.length);
  const step = wanted > 1 ? (items.length - 1) / (wanted - 1) : 0;
  const places = Array.from({ length: wanted }, (_, index) => Math.round(index * step));
  return items.filter((_, place) => places.includes(place));
}

/** Of the images of one series the most suitable ones; where many are equal, from all over the series. */
function bestOf(series: readonly Candidate[]): Candidate[] {
  const kinds = [
    series.filter(({ sure }) => sure),
    series.filter(({ usable, sure }) => usable && !sure),
    series.filter(({ usable }) => !usable),
  ];
  return kinds.reduce<Candidate[]>(
    (best, kind) => [...best, ...spread(kind, MOST_OF_A_SERIES - best.length)],
    []
  );
}

/**
 * The candidates without most images of long series, such as fluoroscopy runs, in the same order.
 * @param chosenId stays among them
 */
export function overviewOf(
  candidates: readonly Candidate[],
  chosenId: string | null = null
): Candidate[] {
  const series = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const images = series.get(candidate.seriesUID) ?? [];
    series.set(candidate.seriesUID, images);
    images.push(candidate);
  }
  const kept = new Set([...series.values()].flatMap(bestOf));
  return candidates.filter(candidate => kept.has(candidate) || candidate.id === chosenId);
}
