import type { ImageGrid, StackViewport, ToolGroup, ViewportServices } from './cornerstone';
import type { Services } from './ohif';

/** What cornerstone3D tells on a viewport's element: it shows another image of its stack. */
const NEW_IMAGE_EVENT = 'CORNERSTONE_STACK_NEW_IMAGE';
/** The same for a viewport that was given other images, or the same ones anew. */
export const NEW_STACK_EVENT = 'CORNERSTONE_VIEWPORT_NEW_IMAGE_SET';

/** A viewport that shows a film, with what is needed to draw on it. */
export interface FilmViewport {
  viewport: StackViewport;
  toolGroup: ToolGroup;
  grid: ImageGrid;
}

/** The viewport that shows a display set, with its tool group; null until there is one. */
export function findFilmViewport(
  services: Services & ViewportServices,
  displaySetInstanceUID: string
): FilmViewport | null {
  for (const [viewportId, state] of services.viewportGridService.getState().viewports) {
    if (!state.displaySetInstanceUIDs?.includes(displaySetInstanceUID)) {
      continue;
    }
    const viewport = services.cornerstoneViewportService?.getCornerstoneViewport(viewportId);
    const toolGroup = services.toolGroupService?.getToolGroupForViewport(viewportId);
    const grid = viewport?.getImageData()?.imageData;
    if (viewport && toolGroup && grid) {
      return { viewport, toolGroup, grid };
    }
  }
  return null;
}

/**
 * Tells when viewports come, go or show something else, be it another image of the same stack.
 * @returns a function that ends the subscriptions
 */
export function onViewportChange(
  { cornerstoneViewportService, viewportGridService }: Services & ViewportServices,
  listener: () => void
): () => void {
  const subscriptions = [cornerstoneViewportService, viewportGridService].flatMap(service =>
    Object.values(service?.EVENTS ?? {}).flatMap(event => service?.subscribe(event, listener) ?? [])
  );
  // It does not rise from the viewport's element, but it comes down to it from the document.
  document.addEventListener(NEW_IMAGE_EVENT, listener, true);
  return () => {
    subscriptions.forEach(subscription => subscription.unsubscribe());
    document.removeEventListener(NEW_IMAGE_EVENT, listener, true);
  };
}
