import type { SpacingSource } from '../radiograph';
import { RadiographError } from '../radiograph';
import { say, type Sentence } from '../sentences';
import { number, numbers, text, type DicomAttributes } from './attributes';

/** Size of a pixel in the plane of the knee; in that of the detector where the source is `detector`. */
export interface SpacingFinding {
  pixelSpacingMm: number | null;
  spacingSource: SpacingSource | null;
  /** For the user, where the spacing is missing or not corrected for magnification. */
  note: Sentence | null;
}

const SMALLEST_MM = 0.02;
const LARGEST_MM = 2;
const LARGEST_MAGNIFICATION = 3;
const SQUARE_TOLERANCE = 0.01;
/** Spacings that differ by less, as a share, are one number written with fewer digits. */
const SAME_TOLERANCE = 1e-3;

/** The side of a square pixel, or null where the attribute is missing or absurd. */
function squareSpacing(attributes: DicomAttributes, keyword: string): number | null {
  const [row, column] = numbers(attributes, keyword);
  if (row === undefined || column === undefined) {
    return null;
  }
  if (row < SMALLEST_MM || row > LARGEST_MM || column < SMALLEST_MM || column > LARGEST_MM) {
    return null;
  }
  if (Math.abs(row - column) > SQUARE_TOLERANCE * row) {
    throw new RadiographError(say('notSquarePixels', { keyword, row, column }));
  }
  return row;
}

/**
 * Of an image that gives no spacing, the ratio of a pixel's height to its width (PS3.3 C.7.6.3.1.7).
 * @throws {RadiographError} where it says that they differ
 */
function requireSquareRatio(attributes: DicomAttributes): void {
  const [vertical = 0, horizontal = 0] = numbers(attributes, 'PixelAspectRatio');
  const isUsable = vertical > 0 && horizontal > 0;
  if (isUsable && Math.abs(vertical - horizontal) > SQUARE_TOLERANCE * vertical) {
    throw new RadiographError(say('notSquareRatio', { vertical, horizontal }));
  }
}

/**
 * How much larger the knee is on the detector than it is, or null where that is not said. A knee never lies in the
 * detector itself, so a factor of 1 is one that nobody filled in.
 */
function magnification(attributes: DicomAttributes): number | null {
  const detector = number(attributes, 'DistanceSourceToDetector');
  const patient = number(attributes, 'DistanceSourceToPatient');
  const factor =
    number(attributes, 'EstimatedRadiographicMagnificationFactor') ??
    (detector !== null && patient !== null && patient > 0 ? detector / patient : null);
  return factor !== null && factor > 1 && factor <= LARGEST_MAGNIFICATION ? factor : null;
}

/**
 * PixelSpacing where it was calibrated, otherwise the detector's own spacing divided by the magnification, or
 * as it is where no magnification is told. PixelSpacing that only repeats that of the detector is not a
 * calibration unless PixelSpacingCalibrationType says so; one that stands alone is taken for calibrated, though
 * the standard leaves it open (PS3.3 10.7.1.1).
 * @throws {RadiographError} for pixels that are not square
 */
export function findSpacing(attributes: DicomAttributes): SpacingFinding {
  const calibrated = squareSpacing(attributes, 'PixelSpacing');
  const detector =
    squareSpacing(attributes, 'ImagerPixelSpacing') ??
    squareSpacing(attributes, 'NominalScannedPixelSpacing');
  const isCalibrated =
    calibrated !== null &&
    (detector === null ||
      text(attributes, 'PixelSpacingCalibrationType') !== null ||
      Math.abs(calibrated - detector) > SAME_TOLERANCE * detector);
  if (isCalibrated) {
    return { pixelSpacingMm: calibrated, spacingSource: 'PixelSpacing', note: null };
  }
  if (detector === null) {
    requireSquareRatio(attributes);
    return {
      pixelSpacingMm: null,
      spacingSource: null,
      note: say('spacingUnsaid'),
    };
  }
  const factor = magnification(attributes);
  return factor === null
    ? {
        pixelSpacingMm: detector,
        spacingSource: 'detector',
        note: say('magnificationUnknown'),
      }
    : { pixelSpacingMm: detector / factor, spacingSource: 'ImagerPixelSpacing', note: null };
}
