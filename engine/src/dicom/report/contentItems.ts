import type { Code, DicomAttributes } from '../attributes';
import { codeItem } from '../codes';

/** A content item of a structured report (PS3.3 C.17.3), without its relationship to its parent. */
export type ContentItem = DicomAttributes;

export type Relationship =
  'CONTAINS' | 'HAS CONCEPT MOD' | 'HAS OBS CONTEXT' | 'HAS ACQ CONTEXT' | 'HAS PROPERTIES';

function item(
  valueType: string,
  concept: Code,
  value: Record<string, unknown>,
  children: readonly ContentItem[] = []
): ContentItem {
  return {
    ValueType: valueType,
    ConceptNameCodeSequence: [codeItem(concept)],
    ...value,
    ...(children.length === 0 ? {} : { ContentSequence: children }),
  };
}

/** Gives items their relationship to the item that they are put into. */
export function related(relationship: Relationship, ...contents: ContentItem[]): ContentItem[] {
  return contents.map(content => ({ RelationshipType: relationship, ...content }));
}

export function container(concept: Code, children: readonly ContentItem[]): ContentItem {
  return item('CONTAINER', concept, { ContinuityOfContent: 'SEPARATE' }, children);
}

export function code(
  concept: Code,
  value: Code,
  children: readonly ContentItem[] = []
): ContentItem {
  return item('CODE', concept, { ConceptCodeSequence: [codeItem(value)] }, children);
}

export function textItem(concept: Code, value: string): ContentItem {
  return item('TEXT', concept, { TextValue: value });
}

export function uidReference(concept: Code, uid: string): ContentItem {
  return item('UIDREF', concept, { UID: uid });
}

export function personName(concept: Code, name: string): ContentItem {
  return item('PNAME', concept, { PersonName: [{ Alphabetic: name }] });
}

/** @param value as a Decimal String */
export function measurement(
  concept: Code,
  value: string,
  units: Code,
  children: readonly ContentItem[] = []
): ContentItem {
  const measured = { MeasurementUnitsCodeSequence: [codeItem(units)], NumericValue: value };
  return item('NUM', concept, { MeasuredValueSequence: [measured] }, children);
}

/** A measurement that has no value, and why (CID 42). */
export function noMeasurement(concept: Code, reason: Code): ContentItem {
  return item('NUM', concept, {
    MeasuredValueSequence: [],
    NumericValueQualifierCodeSequence: [codeItem(reason)],
  });
}

export interface ImageReference {
  sopClassUID: string;
  sopInstanceUID: string;
}

/** Viewers that show the content as text want a name of every item, which the standard leaves open here. */
export function image(concept: Code, { sopClassUID, sopInstanceUID }: ImageReference): ContentItem {
  const reference = {
    ReferencedSOPClassUID: sopClassUID,
    ReferencedSOPInstanceUID: sopInstanceUID,
  };
  return item('IMAGE', concept, { ReferencedSOPSequence: [reference] });
}
