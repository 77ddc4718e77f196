import type { Side } from '../../radiograph';
import { CONCEPTS, READING_SOURCES, UNITS, WIDTH_METHODS } from '../codes';
import type { RunRecord } from '../record';
import { decimalString } from '../values';
import { code, measurement, related, textItem, type ContentItem } from './contentItems';
import { measurementGroup } from './measurementGroup';

type Width = RunRecord['measuredWidths'][number];

/** What is said of a width whose millimetres are not those of the knee; nothing of others. */
const SCALE_COMMENTS: Readonly<Record<Width['scale'], string | null>> = {
  known: null,
  detector:
    'The pixel size of the radiograph is that on the detector; the width is not corrected for the magnification of the knee, which is not known, and so it is too large.',
  estimated:
    'The pixel size of the radiograph is not known; the scale was estimated from the width of the knee.',
};
const PERSON_UNKNOWN = 'The viewer does not know who moved the ends.';

/** A width with what it is worth: how it was measured, how clear the traced edges were, and its scale. */
function widthItem({ compartment, widthMm, adjusted, scale, confidence }: Width) {
  const comment = SCALE_COMMENTS[scale];
  const method = adjusted ? WIDTH_METHODS.adjusted : WIDTH_METHODS.traced;
  const certainty = measurement(
    CONCEPTS.certainty,
    decimalString(Math.round(100 * confidence)),
    UNITS.percent
  );
  return measurement(
    compartment === 'medial' ? CONCEPTS.medialWidth : CONCEPTS.lateralWidth,
    decimalString(widthMm),
    UNITS.millimetre,
    [
      ...related('HAS CONCEPT MOD', code(CONCEPTS.measurementMethod, method)),
      // What a person has settled is not the software's to be sure of.
      ...(adjusted ? [] : related('HAS PROPERTIES', certainty)),
      ...(comment === null ? [] : related('HAS PROPERTIES', textItem(CONCEPTS.comment, comment))),
    ]
  );
}

/**
 * Measurement groups (TID 1501) of joint-space widths: one of those that the software traced, one of those
 * whose ends a person moved.
 * @param person items about who that was; empty where it is not known
 */
export function widthGroups(
  side: Side,
  widths: readonly Width[],
  person: readonly ContentItem[]
): ContentItem[] {
  const source = code(CONCEPTS.readingSource, READING_SOURCES.measured);
  const unknown = related('HAS OBS CONTEXT', textItem(CONCEPTS.comment, PERSON_UNKNOWN));
  const groupOf = (name: string, of: readonly Width[], observation: readonly ContentItem[]) =>
    of.length === 0
      ? []
      : [
          measurementGroup(name, side, [
            ...observation,
            ...related('CONTAINS', ...of.map(widthItem)),
          ]),
        ];
  return [
    ...groupOf(
      'Joint-space width of the radiograph',
      widths.filter(({ adjusted }) => !adjusted),
      related('HAS OBS CONTEXT', source)
    ),
    ...groupOf(
      'Joint-space width of the radiograph, adjusted by a person',
      widths.filter(({ adjusted }) => adjusted),
      person.length === 0 ? unknown : person
    ),
  ];
}
