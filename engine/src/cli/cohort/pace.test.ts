import { duration, Pace } from './pace';

it('counts what was made since it began, by whomever', () => {
  let now = 1000;
  const pace = new Pace(10, () => now);
  expect(pace.sentence(10, 90)).toBe('');
  now += 30_000;
  // Two cases in half a minute; 90 more take 22.5 minutes.
  expect(pace.sentence(12, 90)).toBe('4.0 a minute, about 23 min left');
});

it.each([
  [20_000, 'less than a minute'],
  [61_000, 'about 1 min'],
  [89 * 60_000, 'about 89 min'],
  [5.25 * 3_600_000, 'about 5.3 h'],
])('says %d ms as %s', (ms, words) => {
  expect(duration(ms)).toBe(words);
});
