import type { StackViewport, ViewportServices } from './cornerstone';
import type { Film } from './films';
import { filmOfImageId } from './imageIds';
import type { ExtensionManager, Services } from './ohif';

/** The name of the image that a viewport shows. */
function shownImageId(viewport: StackViewport): string | undefined {
  return viewport.getImageIds?.()[viewport.getCurrentImageIdIndex?.() ?? 0];
}

/** Whether a viewport shows an image; one that holds a single image shows that one. */
export function isOnShow(viewport: StackViewport, imageId: string | null): boolean {
  const { length = 0 } = viewport.getImageIds?.() ?? [];
  return length <= 1 || shownImageId(viewport) === imageId;
}

/** The one of some films that the active viewport shows, or else any other viewport; null where none does. */
export function filmOnShow(
  { viewportGridService, cornerstoneViewportService }: Services & ViewportServices,
  extensionManager: ExtensionManager,
  films: readonly Film[]
): Film | null {
  const { viewports, activeViewportId = '' } = viewportGridService.getState();
  const displaySets = new Map(
    films.map(({ displaySet }) => [displaySet.displaySetInstanceUID, displaySet])
  );
  for (const viewportId of [activeViewportId, ...viewports.keys()]) {
    const viewport = cornerstoneViewportService?.getCornerstoneViewport(viewportId);
    const imageId = viewport && shownImageId(viewport);
    for (const uid of viewports.get(viewportId)?.displaySetInstanceUIDs ?? []) {
      const displaySet = displaySets.get(uid);
      const film = displaySet && imageId && filmOfImageId(displaySet, imageId, extensionManager);
      if (film) {
        return film;
      }
    }
  }
  return null;
}
