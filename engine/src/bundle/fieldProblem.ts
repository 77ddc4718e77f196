import * as z from 'zod';
import { say, type Sentence } from '../sentences';

const MOST_NAMES = 5;

/** What zod counts where it speaks of the size of a field. */
const COUNTED = ['string', 'array', 'set', 'map', 'file'];

function tooSmall(field: string, issue: z.core.$ZodIssueTooSmall): Sentence {
  const least = String(issue.minimum);
  if (COUNTED.includes(issue.origin)) return say('fieldTooShort', { field, least });
  return say(issue.inclusive === false ? 'fieldAbove' : 'fieldAtLeast', { field, least });
}

function tooBig(field: string, issue: z.core.$ZodIssueTooBig): Sentence {
  const most = String(issue.maximum);
  if (COUNTED.includes(issue.origin)) return say('fieldTooLong', { field, most });
  return say(issue.inclusive === false ? 'fieldBelow' : 'fieldAtMost', { field, most });
}

/** What a schema finds wrong with a field. */
export function fieldProblem(issue: z.core.$ZodIssue): Sentence {
  const field = z.core.toDotPath(issue.path);
  switch (issue.code) {
    case 'invalid_type':
      return say('fieldType', { field, type: issue.expected });
    case 'too_small':
      return tooSmall(field, issue);
    case 'too_big':
      return tooBig(field, issue);
    case 'invalid_value':
      return say('fieldValue', { field, values: issue.values.map(String).join(', ') });
    case 'unrecognized_keys':
      return say('fieldUnknown', { field, keys: issue.keys.slice(0, MOST_NAMES).join(', ') });
    default:
      return say('fieldForm', { field });
  }
}
