import type { ViewportServices } from './cornerstone';
import { findFilmViewport, type FilmViewport } from './filmViewport';
import { isOnShow } from './imageOnShow';
import type { Services } from './ohif';

/** What a drawing belongs to. */
export interface DrawnOn {
  displaySetInstanceUID: string;
  /** The image that it is drawn on; null where the host names none. */
  imageId: string | null;
}

/**
 * Where a drawing is to be made now; `unchanged` where nothing is to be done. On an image of a stack it is made
 * while that image is on show, for only then is the viewport's grid the image's own. Once it is there it stays
 * with its image, whichever one the user goes on to.
 * @param drawn where it is now
 */
export function placeToDraw(
  services: Services & ViewportServices,
  { displaySetInstanceUID, imageId }: DrawnOn,
  drawn: Pick<FilmViewport, 'viewport' | 'grid'> | null
): FilmViewport | 'nowhere' | 'unchanged' {
  const found = findFilmViewport(services, displaySetInstanceUID);
  if (!found) {
    return 'unchanged';
  }
  const isHere = drawn?.viewport === found.viewport;
  if (!isOnShow(found.viewport, imageId)) {
    return isHere ? 'unchanged' : 'nowhere';
  }
  return isHere && drawn?.grid === found.grid ? 'unchanged' : found;
}
