export { DicomFileError, type DicomFileProblem } from './dicom-file-error';
export {
  firstString,
  integerValue,
  stringValues,
  type Attribute,
  type AttributeValue,
  type DicomJson,
} from './dicom-json';
export { locateFrames, type ByteRange, type FrameLocation } from './frame-location';
export { describeInstance, type BulkValue, type InstanceDescription } from './instance-description';
export { keywordOf, tagOf } from './dictionary';
export { toStorablePart10, type StorablePart10 } from './part10';
export { TRANSFER_SYNTAX, frameMediaType } from './transfer-syntax';
export { isUid } from './uid';
