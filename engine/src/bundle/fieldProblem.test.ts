import * as z from 'zod';
import { fieldProblem } from './fieldProblem';

const schema = z.strictObject({
  name: z.string().min(3).optional(),
  form: z.string().regex(/^a+$/).optional(),
  layers: z.array(z.number()).max(2).optional(),
  scale: z.number().positive().max(10).optional(),
  kind: z.enum(['mean', 'sample']).optional(),
});

it.each<[object, string]>([
  [{ name: 5 }, 'name: must be of type string'],
  [{ name: 'ab' }, 'name: must have at least 3 characters or entries'],
  [{ form: 'b' }, 'form: is not of the form that it must have'],
  [{ layers: [1, 2, 3] }, 'layers: must have at most 2 characters or entries'],
  [{ layers: [1, 'b'] }, 'layers[1]: must be of type number'],
  [{ scale: 0 }, 'scale: must be above 0'],
  [{ scale: 11 }, 'scale: must be at most 10'],
  [{ kind: 'other' }, 'kind: must be one of mean, sample'],
])('of %j it is said: %s', (document, words) => {
  const issues = schema.safeParse(document).error?.issues ?? [];
  expect(issues.map(fieldProblem).map(({ text }) => text)).toEqual([words]);
});

it('names fields that are not known, of many only some', () => {
  const document = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map(key => [key, 1]));
  const [issue] = schema.safeParse(document).error?.issues ?? [];
  expect(issue && fieldProblem(issue).text).toBe(': has unknown fields (a, b, c, d, e)');
});
