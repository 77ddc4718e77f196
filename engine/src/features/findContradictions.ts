import type { ReadingName, Readings } from './types';

/** Readings that do not go together by the grades' definitions; the reader may still mean them. */
export interface Contradiction {
  kind:
    | 'kl0-osteophytes'
    | 'kl0-findings'
    | 'kl-below-2-narrowing'
    | 'kl2-no-osteophytes'
    | 'kl3-no-narrowing'
    | 'kl4-little-narrowing';
  /** The readings concerned, the Kellgren-Lawrence grade first. */
  names: readonly ReadingName[];
  /** One sentence for the user. */
  sentence: string;
}

const OSTEOPHYTES: readonly ReadingName[] = ['XROSFM', 'XROSFL', 'XROSTM', 'XROSTL'];
const NARROWING: readonly ReadingName[] = ['XRJSM', 'XRJSL'];
const OTHER_FINDINGS: readonly ReadingName[] = [
  'XRSCFM',
  'XRSCFL',
  'XRSCTM',
  'XRSCTL',
  'XRCYFM',
  'XRCYFL',
  'XRCYTM',
  'XRCYTL',
  'XRATTM',
  'XRATTL',
];

/**
 * What contradicts the Kellgren-Lawrence grade (Ann Rheum Dis 1957;16:494): 0 no features, 2 definite
 * osteophytes, 3 moderate osteophytes and definite narrowing, 4 marked narrowing. What was not read
 * contradicts nothing.
 */
export function findContradictions(readings: Readings): Contradiction[] {
  const grade = readings.XRKL.value;
  if (grade === null) {
    return [];
  }
  const at = (name: ReadingName) => readings[name].value;
  const above = (names: readonly ReadingName[], level: number) =>
    names.filter(name => (at(name) ?? 0) > level);
  const areAllAtMost = (names: readonly ReadingName[], level: number) =>
    names.every(name => (at(name) ?? Infinity) <= level);
  const found: Contradiction[] = [];
  const add = (
    kind: Contradiction['kind'],
    names: readonly ReadingName[],
    sentence: string
  ): void => {
    found.push({ kind, names: ['XRKL', ...names], sentence });
  };

  const osteophytes = above(OSTEOPHYTES, 0);
  if (grade === 0 && osteophytes.length > 0) {
    add('kl0-osteophytes', osteophytes, 'Kellgren-Lawrence 0 means no osteophytes.');
  }
  const others = above(OTHER_FINDINGS, 0);
  if (grade === 0 && others.length > 0) {
    add('kl0-findings', others, 'Kellgren-Lawrence 0 means no sclerosis, cysts or attrition.');
  }
  const narrowed = above(NARROWING, 0);
  if (grade < 2 && narrowed.length > 0) {
    const sentence = 'Kellgren-Lawrence 0 and 1 mean no definite joint-space narrowing.';
    add('kl-below-2-narrowing', narrowed, sentence);
  }
  if (grade >= 2 && areAllAtMost(OSTEOPHYTES, 0)) {
    const sentence = 'Kellgren-Lawrence 2 and above mean definite osteophytes.';
    add('kl2-no-osteophytes', OSTEOPHYTES, sentence);
  }
  if (grade === 3 && areAllAtMost(NARROWING, 0)) {
    const sentence = 'Kellgren-Lawrence 3 means definite joint-space narrowing.';
    add('kl3-no-narrowing', NARROWING, sentence);
  }
  if (grade === 4 && areAllAtMost(NARROWING, 1)) {
    const sentence = 'Kellgren-Lawrence 4 means marked joint-space narrowing.';
    add('kl4-little-narrowing', NARROWING, sentence);
  }
  return found;
}
