import { SpokenError, type Sentence } from '../sentences';

export type DicomErrorCode = 'identity' | 'value' | 'volume' | 'file';

/** Why a DICOM object cannot be written or read back; the message says what to do and holds no values. */
export class DicomError extends SpokenError {
  override readonly name = 'DicomError';

  constructor(
    readonly code: DicomErrorCode,
    sentence: Sentence,
    options?: ErrorOptions
  ) {
    super(sentence, options);
  }
}
