import { READINGS, type ReadingSource } from '../../features';
import type { Side } from '../../radiograph';
import { CONCEPTS, ownCode, READING_SOURCES, UNITS } from '../codes';
import type { RunRecord } from '../record';
import {
  code,
  measurement,
  noMeasurement,
  personName,
  related,
  textItem,
  type ContentItem,
} from './contentItems';
import { measurementGroup } from './measurementGroup';
import { widthGroups } from './widthGroups';

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
  measuredWidths: RunRecord['measuredWidths'];
  /** Name of the person who typed readings (PN), or null where it is not known. */
  observer: string | null;
}

const namedPerson = (name: string) =>
  related(
    'HAS OBS CONTEXT',
    code(CONCEPTS.observerType, CONCEPTS.person),
    personName(CONCEPTS.personName, name)
  );

/** Who read them: a named person, a person of whom only that is known, or the software. */
function observation(source: ReadingSource, observer: string | null): ContentItem[] {
  const from = code(CONCEPTS.readingSource, READING_SOURCES[source]);
  if (source !== 'typed') {
    return related('HAS OBS CONTEXT', from);
  }
  return observer === null
    ? related('HAS OBS CONTEXT', from, textItem(CONCEPTS.comment, UNKNOWN_PERSON))
    : [...namedPerson(observer), ...related('HAS OBS CONTEXT', from)];
}

/**
 * Measurement groups (TID 1501) of all readings: one for each source, one for those that were not read, and
 * those of measured widths.
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
          measurementGroup(`Readings of the radiograph, ${READING_SOURCES[source].meaning}`, side, [
            ...observation(source, observer),
            ...related('CONTAINS', ...items),
          ]),
        ];
  });
  const missing = READINGS.filter(({ name }) => readings[name] === undefined).map(
    ({ name, label }) => noMeasurement(ownCode(name, label), CONCEPTS.notAttempted)
  );
  if (missing.length > 0) {
    groups.push(
      measurementGroup('Readings that were not read', side, related('CONTAINS', ...missing))
    );
  }
  const person = observer === null ? [] : namedPerson(observer);
  groups.push(...widthGroups(side, measuredWidths, person));
  return groups;
}
