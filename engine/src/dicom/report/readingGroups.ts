import { READINGS, type ReadingSource } from '../../features';
import type { Side } from '../../radiograph';
import { CONCEPTS, KNEE, ownCode, READING_SOURCES, SIDES, UNITS } from '../codes';
import type { MeasuredWidth } from '../provenance';
import type { RunRecord } from '../record';
import { decimalString } from '../values';
import {
  code,
  container,
  measurement,
  noMeasurement,
  personName,
  related,
  textItem,
  type ContentItem,
} from './contentItems';

const SOURCES: readonly ReadingSource[] = [
  'typed',
  'report',
  'file',
  'attribute',
  'measured',
  'suggested',
];
const UNKNOWN_PERSON = 'The viewer does not know who typed these readings.';

/** What was measured and read, and by whom. */
export interface ReadingsOfReport {
  side: Side;
  readings: RunRecord['readings'];
  measuredWidths: readonly MeasuredWidth[];
  /** Name of the person who typed readings (PN), or null where it is not known. */
  observer: string | null;
}

function group(tracking: string, side: Side, children: readonly ContentItem[]): ContentItem {
  const laterality = related('HAS CONCEPT MOD', code(CONCEPTS.laterality, SIDES[side]));
  return container(CONCEPTS.measurementGroup, [
    ...related('HAS OBS CONTEXT', textItem(CONCEPTS.trackingIdentifier, tracking)),
    ...related('HAS CONCEPT MOD', code(CONCEPTS.findingSite, KNEE, laterality)),
    ...children,
  ]);
}

/** Who read them: a named person, a person of whom only that is known, or the software. */
function observation(source: ReadingSource, observer: string | null): ContentItem[] {
  const from = code(CONCEPTS.readingSource, READING_SOURCES[source]);
  if (source !== 'typed') {
    return related('HAS OBS CONTEXT', from);
  }
  return observer === null
    ? related('HAS OBS CONTEXT', from, textItem(CONCEPTS.comment, UNKNOWN_PERSON))
    : related(
        'HAS OBS CONTEXT',
        code(CONCEPTS.observerType, CONCEPTS.person),
        personName(CONCEPTS.personName, observer),
        from
      );
}

/**
 * Measurement groups (TID 1501) of all readings: one for each source, one for those that were not read, and
 * one for measured widths.
 */
export function readingGroups(report: ReadingsOfReport): ContentItem[] {
  const { side, readings, measuredWidths, observer } = report;
  const groups = SOURCES.flatMap(source => {
    const items = READINGS.flatMap(({ name, label }) => {
      const reading = readings[name];
      return reading?.source === source
        ? [measurement(ownCode(name, label), String(reading.value), UNITS.grade)]
        : [];
    });
    return items.length === 0
      ? []
      : [
          group(`Readings of the radiograph, ${READING_SOURCES[source].meaning}`, side, [
            ...observation(source, observer),
            ...related('CONTAINS', ...items),
          ]),
        ];
  });
  const missing = READINGS.filter(({ name }) => readings[name] === undefined).map(
    ({ name, label }) => noMeasurement(ownCode(name, label), CONCEPTS.notAttempted)
  );
  if (missing.length > 0) {
    groups.push(group('Readings that were not read', side, related('CONTAINS', ...missing)));
  }
  if (measuredWidths.length > 0) {
    const widths = measuredWidths.map(({ compartment, widthMm }) =>
      measurement(
        compartment === 'medial' ? CONCEPTS.medialWidth : CONCEPTS.lateralWidth,
        decimalString(widthMm),
        UNITS.millimetre
      )
    );
    groups.push(
      group('Joint-space width of the radiograph', side, [
        ...observation('measured', null),
        ...related('CONTAINS', ...widths),
      ])
    );
  }
  return groups;
}
