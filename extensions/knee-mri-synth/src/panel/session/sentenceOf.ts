import { PanelError } from '../../host';

/** The sentence of an error that a user may read. */
export function sentenceOf(error: unknown): string {
  return error instanceof PanelError
    ? error.message
    : 'Something went wrong inside X-ray to MRI. Reload the page; if it stays, tell your administrator.';
}
