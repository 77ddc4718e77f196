import type { Film } from './films';
import { imageIdOf } from './imageIds';
import type { Cornerstone, DecodedImage, DisplaySet, ExtensionManager } from './ohif';
import { PanelError } from './panelHost';
import { tell } from './sentences';

interface ScaledImage extends DecodedImage {
  preScale?: {
    scaled?: boolean;
    scalingParameters?: { rescaleSlope?: number; rescaleIntercept?: number };
  };
}

function cornerstone(): Cornerstone {
  const found = (globalThis as { cornerstone?: Cornerstone }).cornerstone;
  if (!found) {
    throw new PanelError(tell('noImageLoader'));
  }
  return found;
}

/** Undoes the rescale that the host's loader may have applied already. */
function storedValues(image: ScaledImage): ArrayLike<number> {
  const values = image.getPixelData();
  if (!image.preScale?.scaled) {
    return values;
  }
  const { rescaleSlope = 1, rescaleIntercept = 0 } = image.preScale.scalingParameters ?? {};
  return Float32Array.from(values, value => Math.round((value - rescaleIntercept) / rescaleSlope));
}

/**
 * The stored values of a radiograph, decoded by the host: whatever transfer syntax the viewer shows, this
 * reads, with the host's own authorisation and from its cache.
 * @param frame counted from 1
 * @throws {PanelError}
 */
export async function loadStoredValues(
  film: Film,
  extensionManager: ExtensionManager,
  frame = 1
): Promise<ArrayLike<number>> {
  const imageId = imageIdOf(film, frame, extensionManager);
  if (!imageId) {
    throw new PanelError(tell('noImage'));
  }
  const { imageLoader } = cornerstone();
  let image: ScaledImage;
  try {
    image = await imageLoader.loadAndCacheImage(imageId);
  } catch (cause) {
    throw new PanelError(tell('pixelsUnreadable'), false, { cause });
  }
  if (image.color) {
    throw new PanelError(tell('colourImage'));
  }
  return storedValues(image);
}

/**
 * The stored values of all images of a series, by instance number; null where the viewer cannot read them.
 */
export async function loadSeriesPixels(
  { instances = [] }: DisplaySet,
  imageIds: readonly string[]
): Promise<Uint16Array | null> {
  const { imageLoader } = cornerstone();
  const order = instances
    .map(({ InstanceNumber }, index) => ({ number: Number(InstanceNumber), id: imageIds[index] }))
    .sort((a, b) => a.number - b.number);
  try {
    const images: ScaledImage[] = await Promise.all(
      order.map(({ id = '' }) => imageLoader.loadAndCacheImage(id))
    );
    return Uint16Array.from(images.flatMap(image => Array.from(storedValues(image))));
  } catch {
    return null;
  }
}
