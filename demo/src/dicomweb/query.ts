import { tagOf } from '../dicom';
import { HttpError } from './http-error';

/** A QIDO-RS query (PS3.18, section 8.3.4). */
export interface Query {
  /** Wanted value by tag; universal matches (empty or "*") are left out. */
  matches: ReadonlyMap<string, string>;
  includeFields: readonly string[];
  includeAll: boolean;
  limit: number;
  offset: number;
  fuzzyMatching: boolean;
}

/** The most results of one response. */
export const MAX_RESULTS = 5000;

function count(text: string, name: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new HttpError(400, `The parameter ${name} is not a whole number from 0 up.`);
  }
  return Number(text);
}

function requireTag(name: string): string {
  const tag = tagOf(name);
  if (tag === null) {
    throw new HttpError(
      400,
      `The query parameter ${JSON.stringify(name)} names no DICOM attribute.`
    );
  }
  return tag;
}

/** @throws HttpError 400 for a parameter that is no attribute or has a value that can't be. */
export function parseQuery(parameters: URLSearchParams): Query {
  const matches = new Map<string, string>();
  const includeFields: string[] = [];
  let includeAll = false;
  let limit = MAX_RESULTS;
  let offset = 0;
  let fuzzyMatching = false;
  for (const [name, value] of parameters) {
    if (name === 'limit') limit = Math.min(count(value, name), MAX_RESULTS);
    else if (name === 'offset') offset = count(value, name);
    else if (name === 'fuzzymatching') fuzzyMatching = value === 'true';
    else if (name === 'includefield') {
      for (const field of value.split(',').filter(text => text !== '')) {
        if (field === 'all') includeAll = true;
        else includeFields.push(requireTag(field));
      }
    } else {
      const tag = requireTag(name);
      if (value !== '' && !/^\*+$/.test(value)) matches.set(tag, value);
    }
  }
  return { matches, includeFields, includeAll, limit, offset, fuzzyMatching };
}
