export { ENGLISH } from './english';
export { inList } from './inList';
export { say } from './say';
export {
  fillTemplate,
  saysTheSame,
  sentencesOf,
  textOf,
  type Sentence,
  type SentenceValue,
} from './Sentence';
export { SpokenError } from './SpokenError';
