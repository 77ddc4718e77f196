/** Why a file can't be served. */
export type DicomFileProblem =
  | 'not-dicom'
  | 'truncated'
  | 'unsupported-transfer-syntax'
  | 'missing-attribute'
  | 'invalid-uid'
  | 'unreadable';

/** A DICOM file that can't be taken in. The message names the reason and never a patient's data. */
export class DicomFileError extends Error {
  constructor(
    readonly problem: DicomFileProblem,
    message: string,
    options?: { cause?: unknown }
  ) {
    super(message, options);
    this.name = 'DicomFileError';
  }
}
