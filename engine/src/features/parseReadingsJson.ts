import * as z from 'zod';
import { inList, say, type Sentence } from '../sentences';
import { namesSide, personOf } from './ownersOfFile';
import { readingsFrom } from './readings';
import { ReadingsError } from './ReadingsError';
import type { FiledReadings, KneeOfFile, ReadingName, Readings } from './types';
import { READINGS, READING_NAMES } from './variables';
import { requireOneVisit, withoutVisit } from './visits';

const LONGEST_KEY = 40;

const sourceSchema = z.enum(['typed', 'report', 'file', 'attribute', 'measured', 'suggested']);
const entrySchema = z.union([
  z.number().nullable(),
  z.strictObject({ value: z.number().nullable(), source: sourceSchema.nullable().optional() }),
]);

type Entry = z.infer<typeof entrySchema>;

function toReading(entry: Entry): Readings[ReadingName] {
  const { value, source } =
    typeof entry === 'object' && entry !== null ? entry : { value: entry, source: null };
  return value === null ? { value: null, source: null } : { value, source: source ?? 'typed' };
}

function gradeProblem(name: ReadingName, value: number | null): Sentence | null {
  const variable = READINGS.find(known => known.name === name);
  if (value === null || variable === undefined) return null;
  const { min, max } = variable;
  if (Number.isInteger(value) && value >= min && value <= max) return null;
  return say('readingGrade', { name, min, max, value });
}

/** A name that may be anything, and of any length. */
function shownKey(key: string): string {
  return key.length > LONGEST_KEY ? `${key.slice(0, LONGEST_KEY)}...` : key;
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ReadingsError(say('readingsNotJson'), { cause });
  }
}

/** @throws {ReadingsError} where the text is no JSON object */
function objectIn(text: string): Record<string, unknown> {
  const object = z.record(z.string(), z.unknown()).safeParse(parseText(text));
  if (!object.success) {
    throw new ReadingsError(say('readingsNotObject'));
  }
  return object.data;
}

function readingsIn(object: Readonly<Record<string, unknown>>): Readings {
  const found = new Map<ReadingName, Readings[ReadingName]>();
  const problems: Sentence[] = [];
  for (const [key, raw] of Object.entries(object)) {
    const bare = withoutVisit(key);
    const name = READING_NAMES.find(known => known === bare);
    const entry = entrySchema.safeParse(raw);
    if (name === undefined) {
      problems.push(say('readingUnknown', { key: shownKey(key), names: READING_NAMES.join(', ') }));
    } else if (found.has(name)) {
      problems.push(say('readingTwice', { name }));
    } else if (!entry.success) {
      problems.push(say('readingForm', { key }));
    } else {
      const reading = toReading(entry.data);
      const problem = gradeProblem(name, reading.value);
      if (problem !== null) problems.push(problem);
      found.set(name, reading);
    }
  }
  if (problems.length > 0) {
    const listed = inList(problems, READING_NAMES.length);
    throw new ReadingsError(say('wrongReadings', { problems: listed }));
  }
  requireOneVisit(Object.keys(object));
  return readingsFrom(name => found.get(name) ?? { value: null, source: null });
}

/**
 * Readings out of JSON text such as `{"XRKL": 2, "V00XRJSM": 1, "XRJSL": null}`: OAI's names, with or
 * without the visit's prefix; a grade, null, or `{"value": ..., "source": ...}`. Variables that are left
 * out are "not read".
 * @throws {ReadingsError} naming what is wrong, of very much only how much more there is
 */
export function parseReadingsJson(text: string): Readings {
  return readingsIn(objectIn(text));
}

const ownerSchema = z
  .union([z.string(), z.number()])
  .nullable()
  .default(null)
  .transform(value => String(value ?? '').trim());

/**
 * The same, which may name the knee under SIDE (1 right, 2 left) and ID.
 * @throws {ReadingsError} see {@link parseReadingsJson}; also for the readings of the other knee
 */
export function parseFiledJson(text: string, knee: KneeOfFile = {}): FiledReadings {
  const { SIDE, ID, ...rest } = objectIn(text);
  const readings = readingsIn(rest);
  const [side, id] = [SIDE, ID].map(value => ownerSchema.safeParse(value));
  if (!side?.success || !id?.success) {
    throw new ReadingsError(say('readingsOwnerForm', { key: side?.success ? 'ID' : 'SIDE' }));
  }
  const isSide = knee.side ? namesSide(side.data, knee.side) : null;
  if (isSide === false) {
    throw new ReadingsError(say('readingsOtherKnee'));
  }
  return { readings, isSideSaid: isSide === true, person: personOf(id.data, knee) };
}
