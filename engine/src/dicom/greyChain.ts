import { RadiographError } from '../radiograph';
import { say, type Sentence } from '../sentences';
import { items, number, text, type DicomAttributes } from './attributes';
import { applyLookupTable, applyOverRange, readLookupTable } from './lookupTable';
import type { PixelDescription } from './storedPixels';

/** The grey that a film was meant to be seen with, and what is to be said about it. */
export interface ShownGrey {
  /** Dense bone bright; the array of stored values, changed. */
  values: Float32Array;
  /** For the user. */
  notes: Sentence[];
}

type Range = readonly [least: number, most: number];

/** Values before and after a step, least and greatest that the attributes allow. */
interface Stage {
  values: Float32Array;
  range: Range;
  notes: Sentence[];
}

interface Table {
  signed: boolean;
  littleEndian: boolean;
}

const CURVE_APPLIED = say('curveApplied');
const CURVE_MISSING = say('curveMissing');

/** A stored value whose sign may have been lost: as 16 bits, as implicit VR has it, or as BitsStored. */
function withSign(value: number, { signed, bitsStored }: PixelDescription): number {
  const bits = value >= 2 ** 15 ? 16 : bitsStored;
  return signed && value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
}

/** Stored values that mark "no image here" (PixelPaddingValue to PixelPaddingRangeLimit), ascending. */
function paddingRange(attributes: DicomAttributes, description: PixelDescription): Range | null {
  const value = number(attributes, 'PixelPaddingValue');
  if (value === null) {
    return null;
  }
  const limit = number(attributes, 'PixelPaddingRangeLimit') ?? value;
  const [a, b] = [withSign(value, description), withSign(limit, description)];
  return a < b ? [a, b] : [b, a];
}

/** Where the padding is; null where there is none. */
function findPadding(
  values: Float32Array,
  attributes: DicomAttributes,
  description: PixelDescription
): Uint8Array | null {
  const range = paddingRange(attributes, description);
  if (range === null) {
    return null;
  }
  const [least, most] = range;
  const isPadding = Uint8Array.from(values, value => Number(value >= least && value <= most));
  if (isPadding.every(flag => flag === 1)) {
    throw new RadiographError(say('onlyPadding'));
  }
  return isPadding.includes(1) ? isPadding : null;
}

/** Padding gets the darkest grey of the film. */
function darken(values: Float32Array, isPadding: Uint8Array): void {
  let lowest = Infinity;
  for (let index = 0; index < values.length; index++) {
    if (isPadding[index] === 0) {
      lowest = Math.min(lowest, values[index] ?? lowest);
    }
  }
  for (let index = 0; index < values.length; index++) {
    if (isPadding[index] === 1) {
      values[index] = lowest;
    }
  }
}

function storedRange({ signed, bitsStored }: PixelDescription): Range {
  const levels = 2 ** bitsStored;
  return signed ? [-levels / 2, levels / 2 - 1] : [0, levels - 1];
}

/** Modality LUT (PS3.3 C.11.1): a table, or else slope and intercept. */
function applyModality(stage: Stage, attributes: DicomAttributes, table: Table): Stage {
  const [item] = items(attributes, 'ModalityLUTSequence');
  const lookup = readLookupTable(item, table);
  if (lookup !== null) {
    applyLookupTable(stage.values, lookup);
    return { ...stage, range: [0, 2 ** lookup.bits - 1] };
  }
  const slope = number(attributes, 'RescaleSlope') || 1;
  const intercept = number(attributes, 'RescaleIntercept') ?? 0;
  if (slope !== 1 || intercept !== 0) {
    for (let index = 0; index < stage.values.length; index++) {
      stage.values[index] = (stage.values[index] ?? 0) * slope + intercept;
    }
  }
  const ends = stage.range.map(value => value * slope + intercept);
  return {
    ...stage,
    range: [Math.min(...ends), Math.max(...ends)],
    notes: item === undefined ? stage.notes : [...stage.notes, CURVE_MISSING],
  };
}

function windowOf(attributes: DicomAttributes): { centre: number; width: number } | null {
  const centre = number(attributes, 'WindowCenter');
  const width = number(attributes, 'WindowWidth');
  return centre === null || width === null || width <= 0 ? null : { centre, width };
}

/**
 * The VOI curves that are not straight (PS3.3 C.11.2): a table, or a sigmoid window. A linear or linear exact
 * window is straight between its ends, so it would change nothing about an input that is normalised by
 * percentiles but what it cuts off; it is left out.
 */
function applyVoi(stage: Stage, attributes: DicomAttributes, littleEndian: boolean): Stage {
  const [item] = items(attributes, 'VOILUTSequence');
  const lookup = readLookupTable(item, { signed: stage.range[0] < 0, littleEndian });
  if (lookup !== null) {
    applyLookupTable(stage.values, lookup);
    const range = [0, 2 ** lookup.bits - 1] as const;
    return { ...stage, range, notes: [...stage.notes, CURVE_APPLIED] };
  }
  const notes = item === undefined ? stage.notes : [...stage.notes, CURVE_MISSING];
  const window = windowOf(attributes);
  if (text(attributes, 'VOILUTFunction')?.toUpperCase() !== 'SIGMOID' || window === null) {
    return { ...stage, notes };
  }
  const { centre, width } = window;
  const { values } = stage;
  for (let index = 0; index < values.length; index++) {
    values[index] = 1 / (1 + Math.exp((-4 * ((values[index] ?? 0) - centre)) / width));
  }
  return { ...stage, range: [0, 1], notes: [...notes, CURVE_APPLIED] };
}

/** Presentation LUT Sequence (PS3.3 C.11.4): a table over the whole range of what comes before it. */
function applyPresentation(
  stage: Stage,
  attributes: DicomAttributes,
  littleEndian: boolean
): Stage {
  const [item] = items(attributes, 'PresentationLUTSequence');
  const lookup = readLookupTable(item, { signed: false, littleEndian });
  if (lookup === null) {
    return item === undefined ? stage : { ...stage, notes: [...stage.notes, CURVE_MISSING] };
  }
  applyOverRange(stage.values, lookup, stage.range);
  return { ...stage, range: [0, 2 ** lookup.bits - 1], notes: [...stage.notes, CURVE_APPLIED] };
}

/**
 * MONOCHROME1 says that low values are bright. Presentation LUT Shape says the same of DX images once more
 * (INVERSE with MONOCHROME1, IDENTITY with MONOCHROME2), so it inverts nothing a second time.
 */
function shapeNotes(attributes: DicomAttributes, { inverted }: PixelDescription): Sentence[] {
  const shape = text(attributes, 'PresentationLUTShape')?.toUpperCase();
  const contradicts = shape === 'INVERSE' ? !inverted : shape === 'IDENTITY' && inverted;
  return contradicts ? [say('shapeConflict')] : [];
}

/**
 * Takes stored values to the grey that the film was meant to be seen with: modality, the VOI and
 * presentation curves that are not straight, inversion of MONOCHROME1, and padding as dark as the darkest.
 * @param values rows x columns, changed
 * @throws {RadiographError} when there is nothing but padding
 */
export function showGrey(
  values: Float32Array,
  attributes: DicomAttributes,
  description: PixelDescription,
  littleEndian: boolean
): ShownGrey {
  const isPadding = findPadding(values, attributes, description);
  const table = { signed: description.signed, littleEndian };
  const stored: Stage = { values, range: storedRange(description), notes: [] };
  const modality = applyModality(stored, attributes, table);
  const voi = applyVoi(modality, attributes, littleEndian);
  const { notes } = applyPresentation(voi, attributes, littleEndian);
  if (description.inverted) {
    for (let index = 0; index < values.length; index++) {
      values[index] = -(values[index] ?? 0);
    }
  }
  if (isPadding !== null) {
    darken(values, isPadding);
  }
  return { values, notes: [...new Set(notes), ...shapeNotes(attributes, description)] };
}
