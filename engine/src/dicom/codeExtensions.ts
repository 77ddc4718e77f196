import { convertBytes } from 'dicom-character-set';
import type { DicomJson } from './dcmjsLibrary';

/** Where Specific Character Set stands in a little or big endian data set. */
const TAGS = [
  [0x08, 0x00, 0x05, 0x00],
  [0x00, 0x08, 0x00, 0x05],
];
/** Tag, value representation and length come before a value. */
const BYTES_BEFORE_VALUE = 8;
/** It stands in the first group of the data set, before anything long. */
const LOOKED_THROUGH_BYTES = 4096;
const LONGEST_VALUE = 256;
/** One byte a character, so that the bytes can be had back from the characters. */
const ONE_BYTE_SET = 'ISO_IR 100';

const AFFECTED = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']);
const UNDIVIDED = new Set(['LT', 'ST', 'UT']);

function valueAt(bytes: Uint8Array, start: number): string {
  let value = '';
  for (let at = start; at < Math.min(start + LONGEST_VALUE, bytes.length); at++) {
    const code = bytes[at] ?? 0;
    // Its characters (PS3.5: CS and the delimiter); what follows is the next tag.
    if (!/[A-Z0-9_ \\]/.test(String.fromCharCode(code))) {
      break;
    }
    value += String.fromCharCode(code);
  }
  return value;
}

/** Where the value is, and what it is, of a Specific Character Set that has several values. */
function findSeveralSets(bytes: Uint8Array): { start: number; value: string } | null {
  const end = Math.min(bytes.length, LOOKED_THROUGH_BYTES);
  for (let at = 0; at < end; at++) {
    if (TAGS.some(tag => tag.every((byte, index) => bytes[at + index] === byte))) {
      const start = at + BYTES_BEFORE_VALUE;
      const value = valueAt(bytes, start);
      if (value.includes('\\') && value.length >= ONE_BYTE_SET.length) {
        return { start, value };
      }
    }
  }
  return null;
}

/**
 * dcmjs refuses files that switch between character sets (ISO 2022 code extensions), as most Japanese,
 * Korean and Chinese ones do. This has it read them one byte a character.
 * @param bytes the file; changed in place where it has several character sets
 * @returns the Specific Character Set that it had, or null where it has at most one
 */
export function takeCodeExtensions(bytes: Uint8Array): string | null {
  const found = findSeveralSets(bytes);
  if (found === null) {
    return null;
  }
  const { start, value } = found;
  bytes.set(new TextEncoder().encode(ONE_BYTE_SET.padEnd(value.length)), start);
  return value.trimEnd();
}

type PersonName = Record<'Alphabetic' | 'Ideographic' | 'Phonetic', string>;

function personName(text: string): Partial<PersonName> {
  const [Alphabetic = '', Ideographic, Phonetic] = text.split('=').map(group => group.trim());
  return {
    Alphabetic,
    ...(Ideographic ? { Ideographic } : {}),
    ...(Phonetic ? { Phonetic } : {}),
  };
}

function decoded(raw: string, characterSets: string, vr: string): unknown[] {
  const bytes = Uint8Array.from(raw, character => character.charCodeAt(0));
  const text = convertBytes(characterSets, bytes, { vr });
  const values = UNDIVIDED.has(vr) ? [text.trimEnd()] : text.split('\\').map(one => one.trim());
  return vr === 'PN' ? values.map(personName) : values;
}

/**
 * Gives the texts of a data set that was read one byte a character the characters that they mean, in place.
 * @param characterSets the Specific Character Set of the file, for example "\ISO 2022 IR 87"
 */
export function applyCodeExtensions(dataset: DicomJson, characterSets: string): void {
  for (const element of Object.values(dataset)) {
    if (element === undefined) {
      continue;
    }
    const { vr, Value, _rawValue: raw } = element;
    if (vr === 'SQ') {
      Value?.forEach(item => applyCodeExtensions(item as DicomJson, characterSets));
    } else if (AFFECTED.has(vr) && typeof raw === 'string' && raw !== '') {
      element.Value = decoded(raw, characterSets, vr);
    }
  }
}
