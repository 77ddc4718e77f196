import { PanelError, tell, type Said } from '../../host';

/** What an error says that a user may read. */
export function sentenceOf(error: unknown): Said {
  return error instanceof PanelError ? error.said : tell('somethingWrong');
}
