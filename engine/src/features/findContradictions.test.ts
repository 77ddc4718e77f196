import { findContradictions } from './findContradictions';
import { notRead } from './readings';
import type { ReadingName } from './types';

const kinds = (values: Partial<Record<ReadingName, number>>) => {
  const readings = notRead();
  for (const [name, value] of Object.entries(values)) {
    readings[name as ReadingName] = { value, source: 'typed' };
  }
  return findContradictions(readings).map(({ kind, names }) => [kind, ...names]);
};
const NO_OSTEOPHYTES = { XROSFM: 0, XROSFL: 0, XROSTM: 0, XROSTL: 0 };

describe('readings that contradict the Kellgren-Lawrence grade', () => {
  it.each([
    [{ XRKL: 0, XROSTM: 1 }, ['kl0-osteophytes', 'XRKL', 'XROSTM']],
    [{ XRKL: 0, XRSCFL: 2 }, ['kl0-findings', 'XRKL', 'XRSCFL']],
    [{ XRKL: 1, XRJSM: 1 }, ['kl-below-2-narrowing', 'XRKL', 'XRJSM']],
    [
      { XRKL: 2, ...NO_OSTEOPHYTES },
      ['kl2-no-osteophytes', 'XRKL', ...Object.keys(NO_OSTEOPHYTES)],
    ],
    [{ XRKL: 3, XRJSM: 0, XRJSL: 0 }, ['kl3-no-narrowing', 'XRKL', 'XRJSM', 'XRJSL']],
    [{ XRKL: 4, XRJSM: 1, XRJSL: 0 }, ['kl4-little-narrowing', 'XRKL', 'XRJSM', 'XRJSL']],
  ])('are named: %j', (values, expected) => {
    expect(kinds(values)).toEqual([expected]);
  });

  it.each([
    [{}],
    [{ XROSFM: 3, XRJSM: 3 }],
    [{ XRKL: 0, XROSFM: 0, XRJSM: 0, XRCHM: 1 }],
    [{ XRKL: 2, XROSFM: 0 }],
    [{ XRKL: 3, XRJSM: 0 }],
    [{ XRKL: 4, XRJSM: 3, XRJSL: 0, XROSFM: 3 }],
  ])('are none where they agree or were not read: %j', values => {
    expect(kinds(values)).toEqual([]);
  });
});
