import { areOfOtherSides, belongsTo, sourceAmong } from './belonging';
import { markOf, representative, textValues } from './marking';
import type { Dataset, DisplaySet } from './ohif';

/** The display sets that stand in the columns of the layout. */
export interface Roles {
  radiograph: DisplaySet | null;
  synthetic: DisplaySet | null;
  acquired: DisplaySet | null;
}

const RADIOGRAPH_MODALITIES = new Set(['CR', 'DX', 'RF']);

/** Whether a display set is a projection radiograph by its modality. */
export function isRadiograph(displaySet: DisplaySet): boolean {
  return RADIOGRAPH_MODALITIES.has(displaySet.Modality ?? '');
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

function looksFrontal(displaySet: DisplaySet): boolean {
  const view = textValues(representative(displaySet), 'ViewPosition')[0] ?? '';
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

/**
 * Chooses the radiograph (the wanted one, or else the one that the synthetic series was made from, or a
 * frontal one), the synthetic series (of those that belong to that radiograph, the wanted one or the one
 * with the highest series number) and the acquired MR (coronal, most images). What is known to be of the
 * other knee is not put beside the radiograph.
 */
export function assignRoles(
  displaySets: readonly DisplaySet[],
  wanted: { radiographUid?: string | null; syntheticSeriesUid?: string | null } = {}
): Roles {
  const supported = displaySets.filter(displaySet => !displaySet.unsupported);
  const isSynthetic = (displaySet: DisplaySet) =>
    markOf(representative(displaySet)) === 'synthetic';
  const radiographs = supported.filter(displaySet => isRadiograph(displaySet));
  const mr = supported.filter(displaySet => displaySet.Modality === 'MR');
  const synthesized = mr.filter(isSynthetic);
  const newest = bestSynthetic(synthesized, wanted.syntheticSeriesUid);
  const radiograph =
    radiographs.find(one => one.displaySetInstanceUID === wanted.radiographUid) ??
    (newest && sourceAmong(newest, radiographs)) ??
    best(radiographs, displaySet => (looksFrontal(displaySet) ? 1 : 0));
  const ofThisKnee = (displaySet: DisplaySet) =>
    radiograph === null || !areOfOtherSides(displaySet, radiograph);
  return {
    radiograph,
    synthetic: bestSynthetic(
      synthesized.filter(one => radiograph === null || belongsTo(one, radiograph, radiographs)),
      wanted.syntheticSeriesUid
    ),
    acquired: best(
      mr.filter(displaySet => !isSynthetic(displaySet) && ofThisKnee(displaySet)),
      displaySet =>
        (isCoronal(representative(displaySet)) ? 1e6 : 0) + (displaySet.numImageFrames ?? 0)
    ),
  };
}
