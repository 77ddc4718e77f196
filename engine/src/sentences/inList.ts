import { say } from './say';
import type { Sentence } from './Sentence';

/**
 * Several sentences as one, with a semicolon between every two.
 * @param most how many are said; of the others only how many there are
 * @throws {RangeError} without any sentence
 */
export function inList([first, ...others]: readonly Sentence[], most: number): Sentence {
  if (first === undefined) {
    throw new RangeError('There is nothing to list.');
  }
  const shown = others.slice(0, most - 1);
  const list = shown.reduce((begun, next) => say('listed', { begun, next }), first);
  const count = others.length - shown.length;
  return count === 0 ? list : say('listedAndMore', { begun: list, count });
}
