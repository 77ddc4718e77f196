import { RadiographError, type Radiograph, type Side } from '../radiograph';
import { number, numbers, text, type DicomAttributes } from './attributes';
import { requireFrontalKneeRadiograph } from './judgeFilm';
import { findLaterality, type LateralityFinding } from './laterality';
import { findReorientation, reorient, type Reorientation } from './orientation';
import { readPart10 } from './part10';
import { findSpacing } from './spacing';
import { sourceImage, type SourceImage } from './sourceImage';
import { describePixels, storedValues, type PixelDescription } from './storedPixels';
import type { ViewFinding } from './view';

/** A radiograph with what its attributes say about it. */
export interface RadiographInstance {
  radiograph: Radiograph;
  /** The one knee that the attributes name; null where they name none, both or contradict themselves. */
  side: Side | null;
  laterality: LateralityFinding;
  view: ViewFinding;
  /** How the stored picture was turned; regions refer to the turned picture. */
  reorientation: Reorientation;
  /** All attributes of the instance, for the identity of what is made from it. */
  attributes: DicomAttributes;
  source: SourceImage;
  /** Sentences for the user about what was assumed. */
  notes: string[];
}

/**
 * Pixels of an instance: encoded as in a file or as sent by WADO-RS, or decoded by the host (stored
 * values, rows x columns, before the rescale).
 */
export type InstancePixels =
  | { bytes: Uint8Array; transferSyntaxUID: string }
  | { fragments: Uint8Array[]; transferSyntaxUID: string }
  | { values: ArrayLike<number> };

/** Modality rescale, then low padding, then dense bone bright. The input array is changed. */
function present(
  values: Float32Array,
  attributes: DicomAttributes,
  description: PixelDescription
): Float32Array {
  const slope = number(attributes, 'RescaleSlope') || 1;
  const intercept = number(attributes, 'RescaleIntercept') ?? 0;
  const sign = description.inverted ? -1 : 1;
  const padding = paddingRange(attributes, description);
  let lowest = Infinity;
  const padded: number[] = [];
  for (let index = 0; index < values.length; index++) {
    const stored = values[index] ?? 0;
    if (padding !== null && stored >= padding[0] && stored <= padding[1]) {
      padded.push(index);
      continue;
    }
    const shown = sign * (stored * slope + intercept);
    values[index] = shown;
    lowest = Math.min(lowest, shown);
  }
  if (padded.length === values.length) {
    throw new RadiographError('The image is empty: all of its pixels are padding.');
  }
  for (const index of padded) {
    values[index] = lowest;
  }
  return values;
}

/** Stored values that mark "no image here" (PixelPaddingValue to PixelPaddingRangeLimit), ascending. */
function paddingRange(
  attributes: DicomAttributes,
  description: PixelDescription
): [number, number] | null {
  const signed = (value: number) =>
    description.signed && value >= 2 ** (description.bitsStored - 1)
      ? value - 2 ** description.bitsStored
      : value;
  const value = number(attributes, 'PixelPaddingValue');
  if (value === null) {
    return null;
  }
  const limit = number(attributes, 'PixelPaddingRangeLimit') ?? value;
  const [a, b] = [signed(value), signed(limit)];
  return a < b ? [a, b] : [b, a];
}

function decode(pixels: InstancePixels, description: PixelDescription): Float32Array {
  if ('values' in pixels) {
    const count = description.rows * description.columns;
    if (pixels.values.length < count) {
      throw new RadiographError(
        `The pixels end after ${pixels.values.length} of ${count} values: the image is incomplete. Copy or export it again.`
      );
    }
    return Float32Array.from(pixels.values).subarray(0, count);
  }
  const fragments = 'bytes' in pixels ? [pixels.bytes] : pixels.fragments;
  return storedValues({ fragments, transferSyntaxUID: pixels.transferSyntaxUID }, description);
}

function assertSomethingShown(pixels: Float32Array): void {
  const first = pixels[0];
  if (pixels.every(value => value === first)) {
    throw new RadiographError('The image is empty: all of its pixels have the same value.');
  }
}

/**
 * Makes a radiograph out of an instance's attributes and pixels, wherever they come from.
 *
 * Grey values are the rescaled stored values, with MONOCHROME1 inverted so that dense bone is bright. The
 * VOI window is not applied: the network's input is normalised by percentiles, which a linear window
 * would not change but could clip.
 * @throws {RadiographError} for a lateral or other view, other modalities and body parts, and pixels
 *   that cannot be read
 */
export function readRadiographInstance(
  attributes: DicomAttributes,
  pixels: InstancePixels
): RadiographInstance {
  const { view, suits, reason } = requireFrontalKneeRadiograph(attributes);
  const description = describePixels(attributes);
  const laterality = findLaterality(attributes);
  const { note, ...spacing } = findSpacing(attributes);
  const reorientation = findReorientation(attributes);
  const shown = present(decode(pixels, description), attributes, description);
  assertSomethingShown(shown);
  const { rows, columns } = description;
  const raster = reorient({ pixels: shown, rows, columns }, reorientation);
  const notes = [
    suits === 'unsure' ? reason : null,
    laterality.side === null ? laterality.reason : null,
    note,
    reorientation.known
      ? null
      : "The image does not say how it is turned; the usual way (the patient's right on the left) is assumed.",
    hasNonlinearVoi(attributes)
      ? 'The image brings a display curve of its own, which is not applied.'
      : null,
  ];
  return {
    radiograph: { ...raster, ...spacing },
    side: laterality.side === 'both' ? null : laterality.side,
    laterality,
    view,
    reorientation,
    attributes,
    source: sourceImage(attributes),
    notes: notes.filter(sentence => sentence !== null),
  };
}

function hasNonlinearVoi(attributes: DicomAttributes): boolean {
  return (
    text(attributes, 'VOILUTFunction') === 'SIGMOID' ||
    (attributes['VOILUTSequence'] !== undefined && numbers(attributes, 'WindowWidth').length === 0)
  );
}

/**
 * Reads a radiograph from a DICOM file.
 * @throws {RadiographError} see {@link readRadiographInstance}; also for damaged files and compressed
 *   transfer syntaxes other than RLE
 */
export function readRadiographFile(bytes: Uint8Array): RadiographInstance {
  const { attributes, transferSyntaxUID, pixelFragments } = readPart10(bytes);
  return readRadiographInstance(attributes, { fragments: pixelFragments, transferSyntaxUID });
}
