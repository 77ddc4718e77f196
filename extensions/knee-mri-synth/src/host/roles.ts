import { belongsTo, isOfOtherSide, sourceAmong } from './belonging';
import { candidateIdOf } from './candidateId';
import { filmsAmong, type Film } from './films';
import { markOf, representative, textValues } from './marking';
import type { Dataset, DisplaySet } from './ohif';

/** The display sets that stand in the columns of the layout. */
export interface Roles {
  radiograph: DisplaySet | null;
  synthetic: DisplaySet | null;
  acquired: DisplaySet | null;
}

/** Whether slices lie in a coronal plane, within 45 degrees: their normal points along y. */
function isCoronal(dataset: Dataset | undefined): boolean {
  const orientation = dataset?.['ImageOrientationPatient'];
  if (!Array.isArray(orientation) || orientation.length !== 6) {
    return false;
  }
  const [rx = 0, ry = 0, rz = 0, cx = 0, cy = 0, cz = 0] = orientation.map(Number);
  const normal = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx].map(Math.abs);
  return Math.max(...normal) === normal[1];
}

function looksFrontal({ instance }: Film): boolean {
  const view = textValues(instance, 'ViewPosition')[0] ?? '';
  return /^(AP|PA)$/i.test(view);
}

function seriesNumber(displaySet: DisplaySet): number {
  return Number(representative(displaySet)?.['SeriesNumber'] ?? 0);
}

/** The first of the highest-scored items; null for none. */
function best<T>(items: readonly T[], score: (item: T) => number): T | null {
  return items.reduce<T | null>(
    (winner, item) => (winner === null || score(item) > score(winner) ? item : winner),
    null
  );
}

/** The newest series, or the one just made. */
function bestSynthetic(
  candidates: readonly DisplaySet[],
  wantedSeriesUid: string | null | undefined
): DisplaySet | null {
  return best(candidates, displaySet =>
    displaySet.SeriesInstanceUID === wantedSeriesUid
      ? Number.POSITIVE_INFINITY
      : seriesNumber(displaySet)
  );
}

/** What was chosen or made last: a film, as the panel calls it, and a synthetic series by its UID. */
export interface Wanted {
  candidateId?: string | null;
  syntheticSeriesUid?: string | null;
}

/**
 * Chooses the radiograph (that of the wanted film, or else of the one that the synthetic series was made from,
 * or of a frontal one), the synthetic series (of those that belong to that film, the wanted one or the one with
 * the highest series number) and the acquired MR (coronal, most images). What is known to be of the other knee
 * is not put beside the film.
 */
export function assignRoles(displaySets: readonly DisplaySet[], wanted: Wanted = {}): Roles {
  const supported = displaySets.filter(displaySet => !displaySet.unsupported);
  const isSynthetic = (displaySet: DisplaySet) =>
    markOf(representative(displaySet)) === 'synthetic';
  const films = filmsAmong(supported);
  const mr = supported.filter(displaySet => displaySet.Modality === 'MR');
  const synthesized = mr.filter(isSynthetic);
  const newest = bestSynthetic(synthesized, wanted.syntheticSeriesUid);
  const film =
    films.find(one => candidateIdOf(one) === wanted.candidateId) ??
    (newest && sourceAmong(newest, films)) ??
    best(films, one => (looksFrontal(one) ? 1 : 0));
  return {
    radiograph: film?.displaySet ?? null,
    synthetic: bestSynthetic(
      synthesized.filter(one => film === null || belongsTo(one, film, films)),
      wanted.syntheticSeriesUid
    ),
    acquired: best(
      mr.filter(one => !isSynthetic(one) && (film === null || !isOfOtherSide(one, film))),
      displaySet =>
        (isCoronal(representative(displaySet)) ? 1e6 : 0) + (displaySet.numImageFrames ?? 0)
    ),
  };
}
