import { derivedUid, randomUid, uidOfUuid } from './uid';
import { decimalString, millimetres, shorten } from './values';

it.each([
  [1.5, '1.5'],
  [-51.699999999999996, '-51.7'],
  [1 / 3, '0.33333333333333'],
  [-1e-7 / 3, '-3.3333333333e-8'],
  [2 ** 60, '1152921504606846976'],
])('writes %d within 16 characters', (value, exact) => {
  const shown = decimalString(value);
  expect(shown.length).toBeLessThanOrEqual(16);
  expect(Number(shown) / Number(exact)).toBeCloseTo(1, 9);
});

it('writes millimetres without binary noise or a negative zero', () => {
  expect([0.1 + 0.2, -0, 140 / 256].map(millimetres)).toEqual(['0.3', '0', '0.546875']);
});

it('makes the UID of a UUID that PS3.5 B.2 gives as its example', () => {
  // f81d4fae-7dec-11d0-a765-00a0c91e6bf6
  const bytes = Uint8Array.from(Buffer.from('f81d4fae7dec11d0a76500a0c91e6bf6', 'hex'));
  expect(uidOfUuid(bytes)).toBe('2.25.329800735698586629295641978511506172918');
});

it('makes UIDs that differ and fit in 64 characters', () => {
  const uids = Array.from({ length: 100 }, () => randomUid());
  expect(new Set(uids).size).toBe(100);
  expect(uids.every(uid => /^2\.25\.\d{1,39}$/.test(uid))).toBe(true);
});

it('derives the same UID from a UID and a name always, as Python does with hashlib and uuid', () => {
  expect(derivedUid('1.2.3', 'image 1')).toBe('2.25.314252886513631190889896878991110079969');
  expect(derivedUid('1.2.3', 'report')).toBe('2.25.329548658037306620182723418335556738004');
});

it('shortens at a word', () => {
  expect(shorten('one two three', 20)).toBe('one two three');
  expect(shorten('one two three', 12)).toBe('one two...');
});
