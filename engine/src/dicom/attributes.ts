/**
 * Attributes of one instance by keyword, as dcmjs's `naturalizeDataset` and OHIF's metadata have them:
 * single values bare, several as an array, sequences as arrays of such objects. What comes from outside
 * is not trusted to have the right type; the readers below give what is usable and skip the rest.
 */
export type DicomAttributes = Readonly<Record<string, unknown>>;

/** A coded entry as (value, scheme, meaning). */
export interface Code {
  value: string;
  scheme: string;
  meaning: string;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function values(attributes: DicomAttributes, keyword: string): unknown[] {
  const value = attributes[keyword];
  if (value === undefined || value === null) {
    return [];
  }
  return Array.isArray(value) ? value : [value];
}

/** All non-empty values as trimmed text; person names give their alphabetic part. */
export function texts(attributes: DicomAttributes, keyword: string): string[] {
  return values(attributes, keyword)
    .map(value => (isObject(value) && 'Alphabetic' in value ? value['Alphabetic'] : value))
    .filter(value => typeof value === 'string' || typeof value === 'number')
    .map(value => String(value).trim())
    .filter(value => value !== '');
}

/** The first value as trimmed text, or null where there is none. */
export function text(attributes: DicomAttributes, keyword: string): string | null {
  return texts(attributes, keyword)[0] ?? null;
}

/** All values that are finite numbers. */
export function numbers(attributes: DicomAttributes, keyword: string): number[] {
  return texts(attributes, keyword).map(Number).filter(Number.isFinite);
}

/** The first value as a number, or null where there is none. */
export function number(attributes: DicomAttributes, keyword: string): number | null {
  return numbers(attributes, keyword)[0] ?? null;
}

/** The items of a sequence. */
export function items(attributes: DicomAttributes, keyword: string): DicomAttributes[] {
  return values(attributes, keyword).filter(isObject);
}

/** The coded entries of a code sequence; the meaning is in lower case. */
export function codes(attributes: DicomAttributes, keyword: string): Code[] {
  return items(attributes, keyword).map(item => ({
    value: text(item, 'CodeValue') ?? text(item, 'LongCodeValue') ?? '',
    scheme: text(item, 'CodingSchemeDesignator') ?? '',
    meaning: (text(item, 'CodeMeaning') ?? '').toLowerCase(),
  }));
}
