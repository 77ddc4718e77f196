import { say, type Sentence } from '../sentences';
import type { DicomAttributes } from './attributes';
import { asBytes } from './binary';
import { DicomMetaDictionary } from './dcmjsLibrary';
import { DicomError } from './DicomError';

/** Checks one value; gives what is wrong with it, or null. */
type Check = (value: unknown) => Sentence | null;

// Control characters other than tab, line feed, form feed and carriage return (PS3.5 6.1.3).
const FORBIDDEN_IN_TEXT = new RegExp(
  `[\\u0000-\\u0008\\u000b\\u000e-\\u001f\\u007f\\ud800-\\udfff]`,
  'u'
);
const FORBIDDEN_IN_STRING = new RegExp(`[\\u0000-\\u001f\\u007f\\ud800-\\udfff\\\\]`, 'u');

function matching(pattern: RegExp, longest: number, otherwise: Sentence): Check {
  return value =>
    typeof value !== 'string'
      ? say('isNoText')
      : value.length > longest
        ? say('isTooLong', { longest })
        : pattern.test(value)
          ? null
          : otherwise;
}

/** Length counts characters, not bytes (PS3.5 table 6.2-1). */
function characters(longest: number, forbidden: RegExp): Check {
  return value => {
    if (typeof value !== 'string') {
      return say('isNoText');
    }
    if ([...value].length > longest) {
      return say('isTooLong', { longest });
    }
    return forbidden.test(value) ? say('hasForbiddenCharacters') : null;
  };
}

function wholeNumber(least: number, most: number): Check {
  return value => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' &&
      Number.isInteger(number) &&
      number >= least &&
      number <= most
      ? null
      : say('isNoWholeNumber', { least, most });
  };
}

const finite: Check = value =>
  typeof value === 'number' && Number.isFinite(value) ? null : say('isNotFinite');

const decimal: Check = value => {
  const shown = typeof value === 'number' ? String(value) : value;
  return typeof shown === 'string' &&
    shown.length <= 16 &&
    /^ *[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)? *$/.test(shown)
    ? null
    : say('isNoDecimal');
};

const personName: Check = value => {
  const name = typeof value === 'string' ? { Alphabetic: value } : value;
  if (typeof name !== 'object' || name === null) {
    return say('isNoName');
  }
  const group = characters(64, FORBIDDEN_IN_STRING);
  const groups = ['Alphabetic', 'Ideographic', 'Phonetic'].map(
    key => (name as Record<string, unknown>)[key]
  );
  return (
    groups
      .filter(part => part !== undefined)
      .map(group)
      .find(problem => problem !== null) ?? null
  );
};

const bytes: Check = value => (asBytes(value) === null ? say('isNoBinary') : null);

const TIME = '([01]\\d|2[0-3])([0-5]\\d([0-5]\\d|60)?(\\.\\d{1,6})?)?';
const DATE = '\\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])';

const CHECKS: Record<string, Check> = {
  AE: characters(16, FORBIDDEN_IN_STRING),
  AS: matching(/^\d{3}[DWMY]$/, 4, say('isNoAge')),
  CS: matching(/^[A-Z0-9_ ]*$/, 16, say('isNoCode')),
  DA: matching(new RegExp(`^${DATE}$`), 8, say('isNoDate')),
  DS: decimal,
  DT: matching(new RegExp(`^${DATE}${TIME}([+-]\\d{4})?$`), 26, say('isNoDateTime')),
  FD: finite,
  FL: finite,
  IS: wholeNumber(-(2 ** 31), 2 ** 31 - 1),
  LO: characters(64, FORBIDDEN_IN_STRING),
  LT: characters(10240, FORBIDDEN_IN_TEXT),
  OB: bytes,
  OW: bytes,
  PN: personName,
  SH: characters(16, FORBIDDEN_IN_STRING),
  SL: wholeNumber(-(2 ** 31), 2 ** 31 - 1),
  SS: wholeNumber(-(2 ** 15), 2 ** 15 - 1),
  ST: characters(1024, FORBIDDEN_IN_TEXT),
  TM: matching(new RegExp(`^${TIME}$`), 14, say('isNoTime')),
  UC: characters(2 ** 32 - 2, FORBIDDEN_IN_STRING),
  UI: matching(/^(0|[1-9]\d*)(\.(0|[1-9]\d*))+$/, 64, say('isNoUid')),
  UL: wholeNumber(0, 2 ** 32 - 1),
  US: wholeNumber(0, 2 ** 16 - 1),
  UT: characters(2 ** 32 - 2, FORBIDDEN_IN_TEXT),
};

const isEmpty = (value: unknown) => value === undefined || value === null || value === '';

/**
 * What is wrong with one attribute, or null. Empty values pass; whether an attribute may be empty is for
 * the module that it belongs to.
 */
export function attributeProblem(keyword: string, value: unknown): Sentence | null {
  const entry = DicomMetaDictionary.nameMap[keyword];
  if (entry === undefined) {
    return say('isNoAttribute');
  }
  const values = (Array.isArray(value) ? value : [value]).filter(single => !isEmpty(single));
  if (entry.vr === 'SQ') {
    return values.every(item => typeof item === 'object') ? null : say('isNoSequence');
  }
  if (entry.vm === '1' && values.length > 1 && entry.vr !== 'OW') {
    return say('hasSeveralValues');
  }
  const check = CHECKS[entry.vr === 'ox' ? 'OW' : entry.vr === 'xs' ? 'US' : entry.vr];
  if (check === undefined) {
    return null;
  }
  return values.map(check).find(problem => problem !== null) ?? null;
}

/**
 * Checks every value of a data set against its value representation, so that nothing is cut, wrapped or
 * dropped in writing.
 * @throws {DicomError} 'value', naming the attribute but not its value
 */
export function validateAttributes(attributes: DicomAttributes, path = ''): void {
  for (const [keyword, value] of Object.entries(attributes)) {
    if (keyword.startsWith('_')) {
      continue;
    }
    const problem = attributeProblem(keyword, value);
    if (problem !== null) {
      throw new DicomError(
        'value',
        say('attributeNotWritable', { attribute: `${path}${keyword}`, problem })
      );
    }
    if (DicomMetaDictionary.nameMap[keyword]?.vr === 'SQ' && Array.isArray(value)) {
      for (const item of value) {
        validateAttributes(item as DicomAttributes, `${path}${keyword}.`);
      }
    }
  }
}
