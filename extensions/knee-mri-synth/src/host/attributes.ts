import { asBytes } from '@xray-to-mri/engine';
import { representative } from './marking';
import type { Dataset, DisplaySet } from './ohif';

/** Pixels, and what the host's reader notes down for itself. */
const NOT_COPIED = new Set(['PixelData', '_vrMap', '_meta']);

const CHUNK = 0x8000;

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(text);
}

/** Lookup tables are bytes, which JSON has as Base64; other bytes are of no use here and are left out. */
function keepTables(keyword: string, value: unknown): unknown {
  const bytes = asBytes(value);
  if (bytes === null) {
    return value;
  }
  return keyword === 'LUTData' ? { InlineBinary: base64(bytes) } : undefined;
}

/**
 * The attributes of an instance as plain values that can be sent to a worker: the host adds functions and
 * lookups of its own to what it read.
 */
export function plainInstance(instance: Dataset): Dataset {
  const kept = Object.entries(instance).filter(([keyword]) => !NOT_COPIED.has(keyword));
  return JSON.parse(JSON.stringify(Object.fromEntries(kept), keepTables)) as Dataset;
}

/** The plain attributes of a display set's first instance. */
export function plainAttributes(displaySet: DisplaySet): Dataset {
  return plainInstance(representative(displaySet) ?? {});
}
