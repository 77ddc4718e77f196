import { data } from 'dcmjs';

const TAG = /^[0-9A-Fa-f]{8}$/;

/** '00100010' -> '(0010,0010)', the form of dcmjs's dictionary. */
const dictionaryKey = (tag: string): string => `(${tag.slice(0, 4)},${tag.slice(4)})`.toUpperCase();

/** The value representation of a standard attribute, or null if the dictionary has none (private tags). */
export function dictionaryVr(tag: string): string | null {
  return data.DicomMetaDictionary.dictionary[dictionaryKey(tag)]?.vr ?? null;
}

/** 8 hexadecimal digits for a keyword ("PatientName") or a tag ("00100010"); null if it is neither. */
export function tagOf(keywordOrTag: string): string | null {
  if (TAG.test(keywordOrTag)) return keywordOrTag.toUpperCase();
  const entry = data.DicomMetaDictionary.nameMap[keywordOrTag];
  return entry === undefined ? null : entry.tag.replace(/[(),]/g, '').toUpperCase();
}

/** "PatientName" for "00100010"; the tag itself where the dictionary has no name. */
export const keywordOf = (tag: string): string =>
  data.DicomMetaDictionary.dictionary[dictionaryKey(tag)]?.name ?? tag;
