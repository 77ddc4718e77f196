import { representative, textValues } from './marking';
import type { Dataset, DisplaySet } from './ohif';

function itemsOf(value: unknown): Dataset[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item): item is Dataset => typeof item === 'object' && item !== null);
}

/** SOP Instance UIDs of the images that a series says it was made from. */
function sourcesOf(displaySet: DisplaySet): string[] {
  return itemsOf(representative(displaySet)?.['SourceImageSequence']).map(item =>
    String(item['ReferencedSOPInstanceUID'] ?? '')
  );
}

function contains(displaySet: DisplaySet, sopInstanceUIDs: readonly string[]): boolean {
  const instances = displaySet.instances ?? [displaySet.instance ?? {}];
  return instances.some(({ SOPInstanceUID }) => sopInstanceUIDs.includes(String(SOPInstanceUID)));
}

/** The one side that an image's attributes name; null where they name none or both. */
function sideOf(displaySet: DisplaySet): string | null {
  const dataset = representative(displaySet);
  const named = ['ImageLaterality', 'Laterality', 'FrameLaterality']
    .map(keyword => textValues(dataset, keyword)[0]?.trim())
    .find(value => value);
  return named === 'R' || named === 'L' ? named : null;
}

/** Whether two series are of different knees, as far as their attributes tell. */
export function areOfOtherSides(a: DisplaySet, b: DisplaySet): boolean {
  const [one, other] = [sideOf(a), sideOf(b)];
  return one !== null && other !== null && one !== other;
}

/** The display set that an image is in; null where there is none, or no image is named. */
export function containing(
  displaySets: readonly DisplaySet[],
  sopInstanceUID: string | null
): DisplaySet | null {
  return sopInstanceUID === null
    ? null
    : (displaySets.find(displaySet => contains(displaySet, [sopInstanceUID])) ?? null);
}

/**
 * The radiograph that a synthetic series was made from, by its Source Image Sequence; null where the study
 * has none of that name.
 */
export function sourceAmong(
  synthetic: DisplaySet,
  radiographs: readonly DisplaySet[]
): DisplaySet | null {
  const sources = sourcesOf(synthetic);
  return radiographs.find(radiograph => contains(radiograph, sources)) ?? null;
}

/**
 * Whether a synthetic series may stand beside a radiograph: it was made from it, or it was made from none of
 * the study's and is not of the other knee.
 */
export function belongsTo(
  synthetic: DisplaySet,
  radiograph: DisplaySet,
  radiographs: readonly DisplaySet[]
): boolean {
  const source = sourceAmong(synthetic, radiographs);
  return source === null ? !areOfOtherSides(synthetic, radiograph) : source === radiograph;
}
