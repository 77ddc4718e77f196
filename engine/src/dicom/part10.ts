import { RadiographError } from '../radiograph';
import { say } from '../sentences';
import { texts, type DicomAttributes } from './attributes';
import { asBytes } from './binary';
import { applyCodeExtensions, takeCodeExtensions } from './codeExtensions';
import { DicomMessage, DicomMetaDictionary, silenceDcmjs } from './dcmjsLibrary';

/** A DICOM file taken apart. */
export interface Part10 {
  attributes: DicomAttributes;
  transferSyntaxUID: string;
  /** The value of Pixel Data: one entry for native pixels, one a fragment for encapsulated ones. */
  pixelFragments: Uint8Array[];
}

const PREAMBLE_BYTES = 128;
const DICM = [0x44, 0x49, 0x43, 0x4d];
const PIXEL_DATA = '7FE00010';

/** A view of the bytes that is an ArrayBuffer of its own, as dcmjs wants it. */
function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}

function toFragments(value: unknown): Uint8Array[] {
  const parts = Array.isArray(value) ? value : [value];
  return parts.map(asBytes).filter(bytes => bytes !== null);
}

/**
 * Reads a DICOM file (PS3.10) of any transfer syntax; compressed pixels stay compressed.
 * @throws {RadiographError} when it is not a DICOM file or cannot be read to its end
 */
export function readPart10(bytes: Uint8Array): Part10 {
  if (!DICM.every((byte, index) => bytes[PREAMBLE_BYTES + index] === byte)) {
    throw new RadiographError(say('notDicom'));
  }
  silenceDcmjs();
  try {
    const buffer = ownBuffer(bytes);
    const characterSets = takeCodeExtensions(new Uint8Array(buffer));
    const { meta, dict } = DicomMessage.readFile(buffer);
    if (characterSets !== null) {
      applyCodeExtensions(dict, characterSets);
    }
    const fragments = toFragments(dict[PIXEL_DATA]?.Value);
    const transferSyntaxUID = texts({ uid: meta['00020010']?.Value }, 'uid')[0];
    if (transferSyntaxUID === undefined) {
      throw new RadiographError(say('noTransferSyntax'));
    }
    return {
      attributes: DicomMetaDictionary.naturalizeDataset({ ...dict, [PIXEL_DATA]: { vr: 'OW' } }),
      transferSyntaxUID,
      pixelFragments: fragments,
    };
  } catch (error) {
    if (error instanceof RadiographError) {
      throw error;
    }
    throw new RadiographError(say('damagedFile'), { cause: error });
  }
}
