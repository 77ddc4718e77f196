import { SpokenError, type Said } from '@xray-to-mri/engine';
import { PanelError } from './panelHost';

/**
 * An error that the panel may show: one of ours with its own sentence, any other with the given one, since
 * nobody knows what its message holds.
 */
export function toPanelError(error: unknown, otherwise: Said): PanelError {
  if (error instanceof PanelError) {
    return error;
  }
  const said = error instanceof SpokenError ? error.said : otherwise;
  return new PanelError(said, false, { cause: error });
}
