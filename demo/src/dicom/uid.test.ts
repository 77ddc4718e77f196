import { isUid } from './uid';

test.each([
  ['1.2.840.10008.1.2', true],
  ['2.25.329800735698586629295641978511506172918', true],
  ['1'.repeat(64), true],
  ['1'.repeat(65), false],
  ['', false],
  ['.', false],
  ['..', false],
  ['1..2', false],
  ['1.2.', false],
  ['../1.2', false],
  ['1.2/3', false],
  ['1.2\\3', false],
  ['1.2\n', false],
  ['1.2a', false],
])('%p is a UID: %p', (text, expected) => {
  expect(isUid(text)).toBe(expected);
});
