import type { ImageReference, StackViewport } from './cornerstone';

/**
 * What an annotation has to refer to so that it belongs to an image of a viewport; null where that image is on
 * show, to which the host's tools refer by themselves, or is not among those of the viewport.
 */
export function referenceTo(
  viewport: StackViewport,
  imageId: string | null
): Required<ImageReference> | null {
  const sliceIndex = imageId === null ? -1 : (viewport.getImageIds?.().indexOf(imageId) ?? -1);
  return imageId === null || sliceIndex < 0 || sliceIndex === viewport.getCurrentImageIdIndex?.()
    ? null
    : { referencedImageId: imageId, sliceIndex };
}

/** Has viewports show the image that something is drawn on: once, for the user may go on to another. */
export function createFrameTurner() {
  let shown: string | null = null;
  return {
    forget() {
      shown = null;
    },
    /** @param onShown hears that the image is on show now */
    turnTo(viewport: StackViewport, imageId: string | null, onShown: () => void) {
      const reference = referenceTo(viewport, imageId);
      const isNew = shown !== imageId;
      shown = imageId;
      if (reference && isNew) {
        // An image that the viewer cannot show now is shown, with what is drawn on it, when the user goes there.
        viewport.setImageIdIndex?.(reference.sliceIndex).then(onShown, () => undefined);
      }
    },
  };
}
