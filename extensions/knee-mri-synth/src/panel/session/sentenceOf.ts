import { PanelError, tell, type Sentence } from '../../host';

/** What an error says that a user may read. */
export function sentenceOf(error: unknown): Sentence {
  return error instanceof PanelError ? error.sentence : tell('somethingWrong');
}
