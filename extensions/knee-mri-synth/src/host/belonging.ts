import { imageUidOf, type Film } from './films';
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

/** The one side that an image's attributes name; null where they name none or both. */
function sideOf(dataset: Dataset | undefined): string | null {
  const named = ['ImageLaterality', 'Laterality', 'FrameLaterality']
    .map(keyword => textValues(dataset, keyword)[0]?.trim())
    .find(value => value);
  return named === 'R' || named === 'L' ? named : null;
}

/** Whether a series is of another knee than a film, as far as their attributes tell. */
export function isOfOtherSide(displaySet: DisplaySet, { instance }: Film): boolean {
  const [one, other] = [sideOf(representative(displaySet)), sideOf(instance)];
  return one !== null && other !== null && one !== other;
}

/** The film of a SOP Instance UID; null where there is none, or none is named. */
export function filmOfUid(films: readonly Film[], sopInstanceUID: string | null): Film | null {
  return sopInstanceUID === null
    ? null
    : (films.find(film => imageUidOf(film) === sopInstanceUID) ?? null);
}

/**
 * The film that a synthetic series was made from, by its Source Image Sequence; null where there is none of
 * that name.
 */
export function sourceAmong(synthetic: DisplaySet, films: readonly Film[]): Film | null {
  const sources = sourcesOf(synthetic);
  return films.find(film => sources.includes(String(imageUidOf(film)))) ?? null;
}

/**
 * Whether a synthetic series may stand beside a film: it was made from it, or it was made from none of the
 * study's and is not of the other knee.
 */
export function belongsTo(synthetic: DisplaySet, film: Film, films: readonly Film[]): boolean {
  const source = sourceAmong(synthetic, films);
  return source === null ? !isOfOtherSide(synthetic, film) : source.instance === film.instance;
}
