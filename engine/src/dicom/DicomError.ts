export type DicomErrorCode = 'identity' | 'value' | 'volume' | 'file';

/** Why a DICOM object cannot be written or read back; the message says what to do and holds no values. */
export class DicomError extends Error {
  override readonly name = 'DicomError';

  constructor(
    readonly code: DicomErrorCode,
    message: string,
    options?: ErrorOptions
  ) {
    super(message, options);
  }
}
