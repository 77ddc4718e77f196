import { stringValues, type DicomJson } from '../dicom';
import { HttpError } from './http-error';

const RANGE_VRS = new Set(['DA', 'TM', 'DT']);
/** VRs without wildcards, whose wanted value may be a list (PS3.4, C.2.2.2). */
const LIST_VRS = new Set(['UI', 'CS', 'SH', 'LO', 'IS', 'DS', 'US']);

const asRegExp = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*+/g, '.*')
      .replace(/\?/g, '.')}$`,
    'iu'
  );

function inRange(value: string, wanted: string): boolean {
  const [from = '', to = '', ...rest] = wanted.split('-');
  if (rest.length > 0) throw new HttpError(400, 'A range has more than one "-".');
  const digits = value.replace(/[:.]/g, '');
  if (value === '') return false;
  return (
    (from === '' || digits.padEnd(from.length, '0') >= from) &&
    (to === '' || digits.slice(0, to.length) <= to)
  );
}

/**
 * Whether an attribute matches a wanted value: single value, list, wildcards (any case, as PS3.4 allows
 * for names), or a range of dates or times.
 */
export function matchesValue(dataset: DicomJson, tag: string, wanted: string): boolean {
  const vr = dataset[tag]?.vr ?? '';
  const values = stringValues(dataset, tag);
  if (RANGE_VRS.has(vr) && wanted.includes('-')) return values.some(v => inRange(v, wanted));
  const alternatives = LIST_VRS.has(vr) ? wanted.split(/[,\\]/) : [wanted];
  return alternatives.some(alternative => {
    if (!/[*?]/.test(alternative) && vr !== 'PN') return values.includes(alternative.trim());
    const pattern = asRegExp(alternative.trim());
    return values.some(value => pattern.test(value));
  });
}
