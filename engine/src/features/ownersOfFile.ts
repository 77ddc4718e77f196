import type { FiledReadings, KneeOfFile } from './types';

/** SAS and the OAI write missing values as a dot, or a dot with a letter or an explanation. */
const MISSING = /^(|\.[A-Z]?(:.*)?|NA|NaN|null)$/i;

/** Whether a cell says that there is no value. */
export function isMissing(cell: string): boolean {
  return MISSING.test(cell);
}

/** The OAI's codes of the side. */
const SIDE_CODES = { R: '1', L: '2' } as const;

/** Whether what stands under SIDE ("1", or "1: Right") names a side; null where nothing stands there. */
export function namesSide(cell: string, side: 'R' | 'L'): boolean | null {
  return isMissing(cell) ? null : /^\d+/.exec(cell)?.[0] === SIDE_CODES[side];
}

/** Whose readings they are, by what stands under ID. */
export function personOf(cell: string, { id }: KneeOfFile): FiledReadings['person'] {
  if (isMissing(cell)) {
    return 'unsaid';
  }
  return cell === id ? 'same' : 'other';
}
