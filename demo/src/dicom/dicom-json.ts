/** A person's name in the DICOM JSON model (PS3.18, F.2.2). */
export interface PersonName {
  Alphabetic?: string;
  Ideographic?: string;
  Phonetic?: string;
}

export type AttributeValue = string | number | PersonName | DicomJson;

/** One attribute of the DICOM JSON model. */
export interface Attribute {
  vr: string;
  Value?: AttributeValue[];
  InlineBinary?: string;
  BulkDataURI?: string;
}

/** A dataset of the DICOM JSON model: tags of 8 upper-case hexadecimal digits. */
export interface DicomJson {
  [tag: string]: Attribute;
}

const asText = (value: AttributeValue): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  const name = value as PersonName;
  return [name.Alphabetic, name.Ideographic, name.Phonetic]
    .filter(group => typeof group === 'string')
    .join('=');
};

/** All values of an attribute as text; a person's name as its groups joined by "=". Empty if absent. */
export const stringValues = (dataset: DicomJson, tag: string): string[] =>
  dataset[tag]?.Value?.map(asText) ?? [];

/** The first value as text, or '' if the attribute is absent or empty. */
export const firstString = (dataset: DicomJson, tag: string): string =>
  stringValues(dataset, tag)[0] ?? '';

/** The first value as a whole number, or null if there is none. */
export function integerValue(dataset: DicomJson, tag: string): number | null {
  const text = firstString(dataset, tag);
  const value = Number(text);
  return text !== '' && Number.isInteger(value) ? value : null;
}
