import { filmsOf, instancesOf, type Film } from './films';
import type { Dataset, DisplaySet, ExtensionManager } from './ohif';

/**
 * The image loader's names of a display set's images. The host notes them down only once it has shown them;
 * its data source knows them before.
 */
export function imageIdsOf(
  displaySet: DisplaySet,
  extensionManager: ExtensionManager
): readonly string[] {
  const source = extensionManager.getActiveDataSource()?.[0];
  return displaySet.imageIds ?? source?.getImageIdsForDisplaySet?.(displaySet) ?? [];
}

function framesIn({ NumberOfFrames }: Dataset): number {
  const frames = Number(NumberOfFrames);
  return frames > 1 ? frames : 1;
}

/**
 * The names of a film's frames, one for a single image. A stack has the names of its instances one after
 * another; where they cannot be told apart, there are none.
 */
function imageIdsOfFilm(
  { displaySet, instance }: Film,
  extensionManager: ExtensionManager
): readonly string[] {
  const imageIds = imageIdsOf(displaySet, extensionManager);
  const instances = instancesOf(displaySet);
  if (instances.length <= 1) {
    return imageIds;
  }
  const count = (some: readonly Dataset[]) => some.reduce((sum, one) => sum + framesIn(one), 0);
  const place = instances.indexOf(instance);
  if (place < 0 || count(instances) !== imageIds.length) {
    return [];
  }
  const start = count(instances.slice(0, place));
  return imageIds.slice(start, start + framesIn(instance));
}

/**
 * The image loader's name of a film's frame; null where the host names none.
 * @param frame counted from 1
 */
export function imageIdOf(
  film: Film,
  frame: number,
  extensionManager: ExtensionManager
): string | null {
  return imageIdsOfFilm(film, extensionManager)[frame - 1] ?? null;
}

/** The film of a display set that the image loader has under a name. */
export function filmOfImageId(
  displaySet: DisplaySet,
  imageId: string,
  extensionManager: ExtensionManager
): Film | null {
  const isIt = (film: Film) => imageIdsOfFilm(film, extensionManager).includes(imageId);
  return filmsOf(displaySet).find(isIt) ?? null;
}
