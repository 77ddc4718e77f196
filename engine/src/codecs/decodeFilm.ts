import {
  chooseFrame,
  codecOf,
  describePixels,
  encapsulatedFrame,
  readPart10,
  readRadiographInstance,
  requireFrontalKneeRadiograph,
  type FilmReading,
  type RadiographInstance,
} from '../dicom';
import { RadiographError } from '../radiograph';
import { say } from '../sentences';
import { decodeFrame } from './decodeFrame';

/**
 * Reads a radiograph from a DICOM file, whatever its pixels are compressed with: RLE, JPEG baseline and
 * lossless, JPEG-LS, JPEG 2000. For programs in Node; a viewer decodes with codecs of its own.
 * @throws {RadiographError} see `readRadiographInstance`; also for damaged files and pixels
 */
export async function decodeFilm(
  bytes: Uint8Array,
  reading: FilmReading = {}
): Promise<RadiographInstance> {
  const { attributes, transferSyntaxUID, pixelFragments } = readPart10(bytes);
  const codec = codecOf(transferSyntaxUID);
  if (codec === null) {
    return readRadiographInstance(
      attributes,
      { fragments: pixelFragments, transferSyntaxUID },
      reading
    );
  }
  requireFrontalKneeRadiograph(attributes);
  const description = describePixels(attributes);
  const { frames } = description;
  const frame = chooseFrame(frames, reading.frame);
  const encoded = encapsulatedFrame(pixelFragments, frames, frame);
  if (encoded.byteLength === 0) {
    throw new RadiographError(say('noPixels'));
  }
  const values = await decodeFrame(codec, encoded, description);
  return readRadiographInstance(attributes, { values }, reading);
}
