import { ENGLISH } from './english';
import { sentencesOf } from './Sentence';

export { ENGLISH } from './english';
export {
  fillTemplate,
  saysTheSame,
  sentencesOf,
  textOf,
  type Said,
  type Sentence,
  type SentenceValue,
} from './Sentence';
export { SpokenError } from './SpokenError';

/** Makes a sentence of the engine's own catalogue. */
export const say = sentencesOf(ENGLISH);
