import { observerName } from './observer';

const nameOf = (profile: unknown) => observerName({ getUser: () => ({ profile }) });

it.each<[unknown, string | undefined]>([
  [{ family_name: 'Doe', given_name: 'Jane' }, 'Doe^Jane'],
  [{ family_name: '山田', given_name: '花子', name: 'x' }, '山田^花子'],
  [{ name: 'Jane Doe' }, 'Jane Doe'],
  [{ family_name: 'D^o=e\\', given_name: 'Jane\n' }, 'D o e^Jane'],
  [{ name: 'x'.repeat(65) }, undefined],
  [{ name: '' }, undefined],
  [{ name: 7 }, undefined],
  [null, undefined],
])('the user of %j is %s', (profile, name) => {
  expect(nameOf(profile)).toBe(name);
});

it('is nobody where the viewer has no login', () => {
  expect(observerName({})).toBeUndefined();
  expect(observerName({ getUser: () => null })).toBeUndefined();
});
