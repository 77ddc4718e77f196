import { RadiographError } from '../radiograph';
import { say } from '../sentences';
import { texts, type DicomAttributes } from './attributes';
import { asBytes } from './binary';
import { applyCodeExtensions, takeCodeExtensions } from './codeExtensions';
import { DicomMessage, DicomMetaDictionary, silenceDcmjs } from './dcmjsLibrary';
import { EXPLICIT_BIG_ENDIAN } from './transferSyntax';

/** A DICOM file taken apart. */
export interface Part10 {
  attributes: DicomAttributes;
  transferSyntaxUID: string;
  /**
   * The value of Pixel Data: one entry for native pixels, one a fragment for encapsulated ones. Cells of 8 bits
   * are in the order of the picture, whatever words they are stored in.
   */
  pixelFragments: Uint8Array[];
}

const PREAMBLE_BYTES = 128;
const DICM = [0x44, 0x49, 0x43, 0x4d];
const PIXEL_DATA = '7FE00010';
const BITS_ALLOCATED = '00280100';

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
 * The bytes of words (OW) in a big endian file, which has two and two of them exchanged (PS3.5 of 2016, A.3).
 * Where the last word is cut off, what is left of it stays.
 */
function withWordsTurned(bytes: Uint8Array): Uint8Array {
  const turned = Uint8Array.from(bytes);
  for (let index = 0; index + 1 < turned.length; index += 2) {
    turned[index] = bytes[index + 1] ?? 0;
    turned[index + 1] = bytes[index] ?? 0;
  }
  return turned;
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
    const transferSyntaxUID = texts({ uid: meta['00020010']?.Value }, 'uid')[0];
    if (transferSyntaxUID === undefined) {
      throw new RadiographError(say('noTransferSyntax'));
    }
    const fragments = toFragments(dict[PIXEL_DATA]?.Value);
    const areBytesInWords =
      transferSyntaxUID === EXPLICIT_BIG_ENDIAN &&
      dict[PIXEL_DATA]?.vr === 'OW' &&
      Number(dict[BITS_ALLOCATED]?.Value?.[0]) === 8;
    return {
      attributes: DicomMetaDictionary.naturalizeDataset({ ...dict, [PIXEL_DATA]: { vr: 'OW' } }),
      transferSyntaxUID,
      pixelFragments: areBytesInWords ? fragments.map(withWordsTurned) : fragments,
    };
  } catch (error) {
    if (error instanceof RadiographError) {
      throw error;
    }
    throw new RadiographError(say('damagedFile'), { cause: error });
  }
}
