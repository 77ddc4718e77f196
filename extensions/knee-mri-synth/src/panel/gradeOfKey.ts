import type { ReadingVariable } from '../host';

interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** What a key makes of a reading: the new value, and whether the reader is done with it. */
export interface PressedGrade {
  value: number | null;
  isFinal: boolean;
}

/** A grade by its digit, n for "not read", arrows for one more or less; null for other keys. */
export function gradeOfKey(
  { key, ctrlKey, metaKey, altKey }: Key,
  value: number | null,
  { min, max }: Pick<ReadingVariable, 'min' | 'max'>
): PressedGrade | null {
  if (ctrlKey || metaKey || altKey) {
    return null;
  }
  const digit = /^\d$/.test(key) ? Number(key) : null;
  if (digit !== null) {
    return digit >= min && digit <= max ? { value: digit, isFinal: true } : null;
  }
  switch (key) {
    case 'n':
    case 'N':
      return { value: null, isFinal: true };
    case 'Delete':
    case 'Backspace':
      return { value: null, isFinal: false };
    case 'ArrowUp':
      return { value: value === null ? min : Math.min(value + 1, max), isFinal: false };
    case 'ArrowDown':
      return { value: value === null || value === min ? null : value - 1, isFinal: false };
    default:
      return null;
  }
}
