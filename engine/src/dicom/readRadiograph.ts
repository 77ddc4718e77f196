import { RadiographError, type Radiograph, type Side } from '../radiograph';
import { say, type Sentence } from '../sentences';
import type { DicomAttributes } from './attributes';
import { showGrey } from './greyChain';
import { requireFrontalKneeRadiograph } from './judgeFilm';
import { findLaterality, type LateralityFinding } from './laterality';
import { findReorientation, reorient, type Reorientation } from './orientation';
import { readPart10 } from './part10';
import { findSpacing } from './spacing';
import { sourceImage, type SourceImage } from './sourceImage';
import { describePixels, storedValues, valuesOfCells, type PixelDescription } from './storedPixels';
import { EXPLICIT_BIG_ENDIAN } from './transferSyntax';
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
  /** Which picture of the image it is, counted from 1, and of how many. */
  frame: number;
  frames: number;
  /** Whether it was turned over on the user's word. */
  turnedOver: boolean;
  /** All attributes of the instance, for the identity of what is made from it. */
  attributes: DicomAttributes;
  source: SourceImage;
  /** For the user, about what was assumed. */
  notes: Sentence[];
}

/**
 * Pixels of an instance: encoded as in a file or as sent by WADO-RS, all frames of it, or decoded by the
 * host (stored values of the one frame, rows x columns, before the rescale).
 */
export type InstancePixels =
  | { bytes: Uint8Array; transferSyntaxUID: string }
  | { fragments: Uint8Array[]; transferSyntaxUID: string }
  | { values: ArrayLike<number> };

/** What the attributes do not say of how an image is to be read. */
export interface FilmReading {
  /** Which picture of a multi-frame image, counted from 1. */
  frame?: number;
  /** Whether the picture is seen from behind, whatever its attributes say of how it is turned. */
  turnedOver?: boolean;
}

/**
 * The frame that is meant, counted from 1.
 * @throws {RadiographError} where an image has several frames and none of them is named
 */
export function chooseFrame(frames: number, frame: number | undefined): number {
  if (frame === undefined && frames > 1) {
    throw new RadiographError(say('chooseFrame', { frames }));
  }
  const chosen = frame ?? 1;
  if (!Number.isInteger(chosen) || chosen < 1 || chosen > frames) {
    throw new RadiographError(say('noSuchFrame', { frame: chosen, frames }));
  }
  return chosen;
}

function decode(
  pixels: InstancePixels,
  description: PixelDescription,
  frame: number
): Float32Array {
  if ('values' in pixels) {
    const count = description.rows * description.columns;
    if (pixels.values.length < count) {
      const found = pixels.values.length;
      throw new RadiographError(say('valuesEndEarly', { found, expected: count }));
    }
    return valuesOfCells(pixels.values, description);
  }
  const fragments = 'bytes' in pixels ? [pixels.bytes] : pixels.fragments;
  const { transferSyntaxUID } = pixels;
  return storedValues({ fragments, transferSyntaxUID }, description, frame);
}

function isLittleEndian(pixels: InstancePixels): boolean {
  return 'values' in pixels || pixels.transferSyntaxUID !== EXPLICIT_BIG_ENDIAN;
}

/** Turning a picture over does so to what the attributes made of it, and settles how it is turned. */
function reorientationOf(attributes: DicomAttributes, turnedOver: boolean): Reorientation {
  const found = findReorientation(attributes);
  return turnedOver
    ? { ...found, flippedHorizontally: !found.flippedHorizontally, known: true }
    : found;
}

function assertSomethingShown(pixels: Float32Array): void {
  const first = pixels[0];
  if (pixels.every(value => value === first)) {
    throw new RadiographError(say('emptyImage'));
  }
}

/**
 * Makes a radiograph out of an instance's attributes and pixels, wherever they come from.
 *
 * Grey values are the stored ones after rescale, with MONOCHROME1 inverted so that dense bone is bright; see
 * `showGrey` for which lookup tables and windows are applied.
 * @throws {RadiographError} for a lateral or other view, other modalities and body parts, pixels that
 *   cannot be read, and several frames of which none is named
 */
export function readRadiographInstance(
  attributes: DicomAttributes,
  pixels: InstancePixels,
  reading: FilmReading = {}
): RadiographInstance {
  const { view, suits, reason } = requireFrontalKneeRadiograph(attributes);
  const description = describePixels(attributes);
  const frame = chooseFrame(description.frames, reading.frame);
  const turnedOver = reading.turnedOver ?? false;
  const laterality = findLaterality(attributes, frame);
  const { note, ...spacing } = findSpacing(attributes);
  const reorientation = reorientationOf(attributes, turnedOver);
  const stored = decode(pixels, description, frame);
  const shown = showGrey(stored, attributes, description, isLittleEndian(pixels));
  assertSomethingShown(shown.values);
  const { rows, columns, frames } = description;
  const raster = reorient({ pixels: shown.values, rows, columns }, reorientation);
  const notes = [
    suits === 'unsure' ? reason : null,
    laterality.side === null ? laterality.reason : null,
    note,
    frames > 1 ? say('frameUsed', { frame, frames }) : null,
    turnedOver ? say('turnedOver') : null,
    reorientation.known ? null : say('orientationAssumed'),
    ...shown.notes,
  ];
  return {
    radiograph: { ...raster, ...spacing },
    side: laterality.side === 'both' ? null : laterality.side,
    laterality,
    view,
    reorientation,
    frame,
    frames,
    turnedOver,
    attributes,
    source: sourceImage(attributes),
    notes: notes.filter(sentence => sentence !== null),
  };
}

/**
 * Reads a radiograph from a DICOM file.
 * @throws {RadiographError} see {@link readRadiographInstance}; also for damaged files and compressed
 *   transfer syntaxes other than RLE, for which `decodeFilm` has the codecs
 */
export function readRadiographFile(
  bytes: Uint8Array,
  reading: FilmReading = {}
): RadiographInstance {
  const { attributes, transferSyntaxUID, pixelFragments } = readPart10(bytes);
  const pixels = { fragments: pixelFragments, transferSyntaxUID };
  return readRadiographInstance(attributes, pixels, reading);
}
