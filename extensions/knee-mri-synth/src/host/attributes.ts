import { representative } from './marking';
import type { Dataset, DisplaySet } from './ohif';

/** Pixels, and what the host's reader notes down for itself. */
const NOT_COPIED = new Set(['PixelData', '_vrMap', '_meta']);

/**
 * The attributes of a display set's first instance as plain values that can be sent to a worker: the host
 * adds functions and lookups of its own to what it read.
 */
export function plainAttributes(displaySet: DisplaySet): Dataset {
  const attributes = Object.entries(representative(displaySet) ?? {});
  const kept = attributes.filter(([keyword]) => !NOT_COPIED.has(keyword));
  return JSON.parse(JSON.stringify(Object.fromEntries(kept))) as Dataset;
}
