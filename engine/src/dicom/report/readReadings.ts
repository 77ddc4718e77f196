import { notRead, READINGS, type ReadingName, type Readings } from '../../features';
import type { Side } from '../../radiograph';
import { codes, items, number, text, type Code, type DicomAttributes } from '../attributes';
import { PRIVATE_SCHEME } from '../codes';
import { LATERALITY_CODES } from '../laterality';

/** Readings of one knee out of a structured report. */
export interface ReportedReadings {
  /** Null where the report does not say which knee they are of. */
  side: Side | null;
  readings: Readings;
  /** How many have a value. */
  count: number;
}

/** SNOMED CT, and the retired SNOMED RT code of the same concept. */
const LATERALITY = new Set(['272741003', 'G-C171']);
/** Grades have no unit: UCUM's unity, or an annotation such as {grade}. */
const UNIT_OF_GRADES = /^(1|\{.*\})$/;
/** Nobody nests a report deeper than this, but a damaged one may. */
const DEEPEST = 12;

type Kind = 'XRKL' | 'XRJS' | 'XROS' | 'XRSC' | 'XRCY' | 'XRATT' | 'XRCH';

/** How other people's reports name the findings: code meanings in English, in any case. */
const KINDS: [Kind, RegExp][] = [
  ['XRKL', /kellgren|\bk-?l\b grade/i],
  ['XRJS', /joint[ -]?space narrowing|\bjsn\b/i],
  ['XROS', /osteophyt/i],
  ['XRSC', /sclerosis/i],
  ['XRCY', /\bcysts?\b/i],
  ['XRATT', /attrition/i],
  ['XRCH', /chondrocalcinosis/i],
];

/** Places and findings in the knee that none of the OAI's variables is of. */
const OTHER_PLACES = /patell|baker|popliteal|ganglion|menisc/i;

/** The OAI's name out of words such as "Osteophytes, medial femur"; null where they leave it open. */
function nameInWords(words: string): ReadingName | null {
  const kind = KINDS.find(([, pattern]) => pattern.test(words))?.[0];
  if (kind === undefined) {
    return null;
  }
  const isMedial = /\bmedial\b/i.test(words);
  const compartment = isMedial === /\blateral\b/i.test(words) ? '' : isMedial ? 'M' : 'L';
  const isFemur = /\b(femur|femoral)\b/i.test(words);
  const bone = isFemur === /\btibia(l)?\b/i.test(words) ? '' : isFemur ? 'F' : 'T';
  const candidates = {
    XRKL: 'XRKL',
    XRATT: `XRATT${compartment}`,
    XRJS: `XRJS${compartment}`,
    XRCH: `XRCH${compartment}`,
    XROS: `XROS${bone}${compartment}`,
    XRSC: `XRSC${bone}${compartment}`,
    XRCY: `XRCY${bone}${compartment}`,
  } as const;
  return READINGS.find(({ name }) => name === candidates[kind])?.name ?? null;
}

function conceptOf(item: DicomAttributes): Code | null {
  return codes(item, 'ConceptNameCodeSequence')[0] ?? null;
}

/** Codes of the places that a measurement or its group is said to be of. */
function modifiersOf(item: DicomAttributes): string {
  return items(item, 'ContentSequence')
    .filter(child => text(child, 'RelationshipType') === 'HAS CONCEPT MOD')
    .flatMap(child => codes(child, 'ConceptCodeSequence'))
    .map(({ meaning }) => meaning)
    .join(' ');
}

function nameOf(item: DicomAttributes, context: string): ReadingName | null {
  const concept = conceptOf(item);
  if (concept === null) {
    return null;
  }
  const named = READINGS.find(({ name }) => name === concept.value);
  if (concept.scheme === PRIVATE_SCHEME.designator || named !== undefined) {
    return named?.name ?? null;
  }
  const own = `${concept.meaning} ${modifiersOf(item)}`;
  const all = `${own} ${context}`;
  return OTHER_PLACES.test(all) ? null : (nameInWords(own) ?? nameInWords(all));
}

/** The grade in words such as "Grade 2"; null where they hold several numbers, as "2 of 4" does. */
function gradeInWords(words: string): number | null {
  const [grade, ...more] = new Set(words.match(/\d+(\.\d+)?/g));
  return grade === undefined || more.length > 0 ? null : Number(grade);
}

function valueOf(item: DicomAttributes, name: ReadingName): number | null {
  const measured = items(item, 'MeasuredValueSequence')[0] ?? {};
  const unit = codes(measured, 'MeasurementUnitsCodeSequence')[0]?.value ?? '1';
  if (!UNIT_OF_GRADES.test(unit)) {
    return null;
  }
  const coded = codes(item, 'ConceptCodeSequence')[0]?.meaning ?? '';
  const value = number(measured, 'NumericValue') ?? gradeInWords(coded);
  const variable = READINGS.find(known => known.name === name);
  const isGrade =
    value !== null && variable !== undefined && value >= variable.min && value <= variable.max;
  return isGrade && Number.isInteger(value) ? value : null;
}

function sideInWords(words: string): Side | null {
  const [isRight, isLeft] = [/\bright\b/i.test(words), /\bleft\b/i.test(words)];
  return isRight === isLeft ? null : isRight ? 'R' : 'L';
}

function codedSide(item: DicomAttributes, depth = 0): Side | null {
  const direct = codes(item, 'ConceptCodeSequence')[0];
  if (LATERALITY.has(conceptOf(item)?.value ?? '') && direct !== undefined) {
    const side = LATERALITY_CODES.get(direct.value) ?? sideInWords(direct.meaning);
    return side === 'both' ? null : side;
  }
  if (depth >= DEEPEST) {
    return null;
  }
  const found = items(item, 'ContentSequence')
    .filter(child => text(child, 'RelationshipType') === 'HAS CONCEPT MOD')
    .map(child => codedSide(child, depth + 1));
  return found.find(side => side !== null) ?? null;
}

/** The side of a measurement or group: by its laterality, or by its name or finding site in words. */
function sideOf(item: DicomAttributes): Side | null {
  return codedSide(item) ?? sideInWords(`${conceptOf(item)?.meaning ?? ''} ${modifiersOf(item)}`);
}

/**
 * The readings in a report of TID 1500, ours or another's: measurements and coded findings that are named by the
 * OAI's variables, or whose names and finding sites say in English which variable they are. Values that are no
 * grade of the variable, and what is given twice with different values, are left unread.
 * @returns one entry a side that the report speaks of; none for other reports
 */
export function readReportedReadings(report: DicomAttributes): ReportedReadings[] {
  const bySide = new Map<Side | null, Map<ReadingName, Set<number>>>();
  const visit = (item: DicomAttributes, side: Side | null, context: string, depth: number) => {
    const name = nameOf(item, context);
    const value = name === null ? null : valueOf(item, name);
    const own = sideOf(item) ?? side;
    if (name !== null && value !== null) {
      const found = bySide.get(own) ?? new Map<ReadingName, Set<number>>();
      bySide.set(own, found.set(name, (found.get(name) ?? new Set()).add(value)));
    }
    if (depth < DEEPEST) {
      const around = `${context} ${modifiersOf(item)}`;
      items(item, 'ContentSequence').forEach(child => visit(child, own, around, depth + 1));
    }
  };
  visit(report, null, '', 0);
  return [...bySide].map(([side, found]) => {
    const readings = notRead();
    let count = 0;
    for (const [name, values] of found) {
      const [value] = values;
      if (value !== undefined && values.size === 1) {
        readings[name] = { value, source: 'report' };
        count++;
      }
    }
    return { side, readings, count };
  });
}
