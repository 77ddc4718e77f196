import type { Sentence } from '@xray-to-mri/engine';
import { SpokenError } from '@xray-to-mri/engine';

/** An error whose message is a sentence for the user. */
export class PanelError extends SpokenError {
  override readonly name = 'PanelError';

  constructor(
    sentence: Sentence,
    readonly cancelled = false,
    options?: ErrorOptions
  ) {
    super(sentence, options);
  }
}
