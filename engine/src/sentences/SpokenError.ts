import { textOf, type Said, type Sentence } from './Sentence';

/** An error whose message is written for the user. */
export abstract class SpokenError extends Error {
  /** The message, so that it can be said in another language; null where it is in English only. */
  readonly sentence: Sentence | null;

  constructor(said: Said, options?: ErrorOptions) {
    super(textOf(said), options);
    this.sentence = typeof said === 'string' ? null : said;
  }

  /** The message, in as many languages as it has. */
  get said(): Said {
    return this.sentence ?? this.message;
  }
}
