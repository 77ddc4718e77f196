import { numbers, type DicomAttributes } from './attributes';
import { binaryValue } from './binary';

/** A table that maps grey values, as Modality, VOI and Presentation LUT sequences hold it. */
export interface LookupTable {
  /** The first value that is mapped; lower ones get the first entry, those past the end the last. */
  first: number;
  entries: Float32Array;
  /** Of an entry, as the descriptor says; entries lie between 0 and 2^bits - 1. */
  bits: number;
}

const MOST_ENTRIES = 65_536;

/** Entries of 8 bits may lie two in a word, the first one in its lower half (PS3.3 C.11.1.1.1). */
function unpacked(words: readonly number[], count: number): number[] {
  return words.length >= count ? [...words] : words.flatMap(word => [word & 0xff, word >> 8]);
}

function entriesFromBytes(bytes: Uint8Array, count: number, littleEndian: boolean): number[] {
  if (bytes.byteLength < 2 * count) {
    return [...bytes];
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: count }, (_, index) => view.getUint16(2 * index, littleEndian));
}

/**
 * Reads LUT Descriptor and LUT Data of an item.
 * @param signed whether the values that are mapped may be negative; the descriptor may say so as 16 bits
 * @returns null where the item has no whole table, for example because the data stayed on the server
 */
export function readLookupTable(
  item: DicomAttributes | undefined,
  { signed, littleEndian }: { signed: boolean; littleEndian: boolean }
): LookupTable | null {
  const [described, firstMapped = 0, bits = 16] = item ? numbers(item, 'LUTDescriptor') : [];
  if (item === undefined || described === undefined) {
    return null;
  }
  const count = described === 0 ? MOST_ENTRIES : described;
  if (!Number.isInteger(count) || count < 2 || count > MOST_ENTRIES) {
    return null;
  }
  const bytes = binaryValue(item['LUTData']);
  const entries =
    bytes === null
      ? unpacked(numbers(item, 'LUTData'), count)
      : entriesFromBytes(bytes, count, littleEndian);
  if (entries.length < count) {
    return null;
  }
  const first = signed && firstMapped >= 32_768 ? firstMapped - 65_536 : firstMapped;
  return { first, entries: Float32Array.from(entries.slice(0, count)), bits };
}

/** Maps values in place. */
export function applyLookupTable(values: Float32Array, { first, entries }: LookupTable): void {
  const last = entries.length - 1;
  for (let index = 0; index < values.length; index++) {
    const place = Math.round(values[index] ?? 0) - first;
    values[index] = entries[Math.min(Math.max(place, 0), last)] ?? 0;
  }
}

/** Maps values in place after spreading their range, [least, most], over the whole table. */
export function applyOverRange(
  values: Float32Array,
  { entries }: LookupTable,
  [least, most]: readonly [number, number]
): void {
  const scale = (entries.length - 1) / Math.max(most - least, Number.MIN_VALUE);
  for (let index = 0; index < values.length; index++) {
    // Truncated, not rounded: every entry but the last stands for an equal share of the range.
    const place = Math.floor(((values[index] ?? 0) - least) * scale);
    values[index] = entries[Math.min(Math.max(place, 0), entries.length - 1)] ?? 0;
  }
}
