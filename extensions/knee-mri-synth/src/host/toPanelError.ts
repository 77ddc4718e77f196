import { SpokenError, type Sentence } from '@xray-to-mri/engine';
import { PanelError } from './panelHost';

/**
 * An error that the panel may show: one of ours with its own sentence, any other with the given one, since
 * nobody knows what its message holds.
 */
export function toPanelError(error: unknown, otherwise: Sentence): PanelError {
  if (error instanceof PanelError) {
    return error;
  }
  const sentence = error instanceof SpokenError ? error.sentence : otherwise;
  return new PanelError(sentence, false, { cause: error });
}
