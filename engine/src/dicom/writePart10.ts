import { say } from '../sentences';
import { text, type DicomAttributes } from './attributes';
import { DicomDict, DicomMetaDictionary, silenceDcmjs } from './dcmjsLibrary';
import { DicomError } from './DicomError';
import { PRODUCT } from './product';
import { EXPLICIT_LITTLE_ENDIAN } from './transferSyntax';
import { validateAttributes } from './validate';

/**
 * Writes a data set as a DICOM file, Explicit VR Little Endian. Synchronous, some milliseconds a slice:
 * call it in a worker.
 * @throws {DicomError} 'value' when a value breaks the rules of its value representation
 */
export function writePart10(attributes: DicomAttributes): Uint8Array {
  validateAttributes(attributes);
  const sopClassUID = text(attributes, 'SOPClassUID');
  const sopInstanceUID = text(attributes, 'SOPInstanceUID');
  if (sopClassUID === null || sopInstanceUID === null) {
    throw new DicomError('value', say('fileWithoutUids'));
  }
  silenceDcmjs();
  const file = new DicomDict(
    DicomMetaDictionary.denaturalizeDataset({
      FileMetaInformationVersion: new Uint8Array([0, 1]).buffer,
      MediaStorageSOPClassUID: sopClassUID,
      MediaStorageSOPInstanceUID: sopInstanceUID,
      TransferSyntaxUID: EXPLICIT_LITTLE_ENDIAN,
      ImplementationClassUID: PRODUCT.uid,
      ImplementationVersionName: PRODUCT.implementationVersionName,
    })
  );
  file.dict = DicomMetaDictionary.denaturalizeDataset({ ...attributes });
  return new Uint8Array(file.write());
}
