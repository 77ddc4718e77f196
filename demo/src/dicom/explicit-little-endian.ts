import type { DataSet, Element } from 'dicom-parser';
import { dictionaryVr } from './dictionary';

/** VRs whose length field has 32 bits (PS3.5, section 7.1.2). */
const LONG_FORM = new Set([
  'OB',
  'OD',
  'OF',
  'OL',
  'OV',
  'OW',
  'SQ',
  'SV',
  'UC',
  'UN',
  'UR',
  'UT',
  'UV',
]);

/** Bytes of one number of a binary VR; VRs that are not listed have no byte order. */
const NUMBER_BYTES: Readonly<Record<string, 2 | 4 | 8>> = {
  AT: 2,
  OW: 2,
  SS: 2,
  US: 2,
  FL: 4,
  OF: 4,
  OL: 4,
  SL: 4,
  UL: 4,
  FD: 8,
  OD: 8,
  OV: 8,
  SV: 8,
  UV: 8,
};

const UNDEFINED_LENGTH = 0xffffffff;
const ITEM = delimiter('xfffee000', UNDEFINED_LENGTH);
const ITEM_END = delimiter('xfffee00d', 0);
const SEQUENCE_END = delimiter('xfffee0dd', 0);

function tagBytes(tag: string): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(Number.parseInt(tag.slice(1, 5), 16), 0);
  bytes.writeUInt16LE(Number.parseInt(tag.slice(5, 9), 16), 2);
  return bytes;
}

function delimiter(tag: string, length: number): Buffer {
  const bytes = Buffer.alloc(8);
  tagBytes(tag).copy(bytes);
  bytes.writeUInt32LE(length, 4);
  return bytes;
}

function header(tag: string, vr: string, length: number): Buffer {
  if (LONG_FORM.has(vr)) {
    const bytes = Buffer.alloc(12);
    tagBytes(tag).copy(bytes);
    bytes.write(vr, 4, 'latin1');
    bytes.writeUInt32LE(length, 8);
    return bytes;
  }
  const bytes = Buffer.alloc(8);
  tagBytes(tag).copy(bytes);
  bytes.write(vr, 4, 'latin1');
  bytes.writeUInt16LE(length, 6);
  return bytes;
}

/** One element in Explicit VR Little Endian. The tag reads 'x00100010'; the value is little endian. */
export function encodeElement(tag: string, vr: string, value: Buffer): Buffer {
  const writtenVr = !LONG_FORM.has(vr) && value.length > 0xffff ? 'UN' : vr;
  return Buffer.concat([header(tag, writtenVr, value.length), value]);
}

function toLittleEndian(value: Buffer, vr: string): Buffer {
  const width = NUMBER_BYTES[vr];
  if (width === undefined) return value;
  const whole = Buffer.from(value.subarray(0, value.length - (value.length % width)));
  if (width === 2) return whole.swap16();
  return width === 4 ? whole.swap32() : whole.swap64();
}

/** VR of an element of an implicit dataset; the dictionary's ambiguous codes are settled by the context. */
function impliedVr(tag: string, signed: boolean): string {
  const group = Number.parseInt(tag.slice(1, 5), 16);
  const element = Number.parseInt(tag.slice(5, 9), 16);
  if (group % 2 === 1) return element >= 0x10 && element <= 0xff ? 'LO' : 'UN';
  const vr = dictionaryVr(tag.slice(1));
  if (vr === null) return 'UN';
  if (vr === 'xs') return signed ? 'SS' : 'US';
  if (vr === 'up') return 'UL';
  return /^[A-Z]{2}$/.test(vr) ? vr : 'OW';
}

function encodeSequence(
  tag: string,
  items: Element[],
  bigEndian: boolean,
  signed: boolean
): Buffer {
  const parts = items.flatMap(item => [
    ITEM,
    item.dataSet ? encodeElements(item.dataSet, bigEndian, signed) : Buffer.alloc(0),
    ITEM_END,
  ]);
  return Buffer.concat([header(tag, 'SQ', UNDEFINED_LENGTH), ...parts, SEQUENCE_END]);
}

function encodeElements(dataset: DataSet, bigEndian: boolean, signed: boolean): Buffer {
  const encoded = Object.values(dataset.elements)
    .filter(
      ({ tag }) => !tag.startsWith('x0002') && !tag.endsWith('0000') && !tag.startsWith('xfffe')
    )
    .map(element => {
      if (element.items) return encodeSequence(element.tag, element.items, bigEndian, signed);
      const vr = element.vr ?? impliedVr(element.tag, signed);
      if (vr === 'SQ') return encodeSequence(element.tag, [], bigEndian, signed);
      const start = element.dataOffset;
      const value = Buffer.from(dataset.byteArray.subarray(start, start + element.length));
      return encodeElement(element.tag, vr, bigEndian ? toLittleEndian(value, vr) : value);
    });
  return Buffer.concat(encoded);
}

/**
 * A parsed dataset of Implicit VR Little Endian or Explicit VR Big Endian, written again in Explicit VR
 * Little Endian. Values stay as they are but for their byte order; group lengths, which would no longer
 * be true, are left out, and sequences get undefined lengths.
 */
export function encodeDataset(dataset: DataSet, bigEndian: boolean): Buffer {
  return encodeElements(dataset, bigEndian, dataset.uint16('x00280103') === 1);
}
