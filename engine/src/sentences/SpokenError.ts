import type { Sentence } from './Sentence';

/** An error whose message is written for the user. */
export abstract class SpokenError extends Error {
  /** @param sentence the message, so that it can be said in another language */
  constructor(
    readonly sentence: Sentence,
    options?: ErrorOptions
  ) {
    super(sentence.text, options);
  }
}
