import { ENGLISH } from './english';
import { sentencesOf } from './Sentence';

/** Makes a sentence of the engine's own catalogue. */
export const say = sentencesOf(ENGLISH);
