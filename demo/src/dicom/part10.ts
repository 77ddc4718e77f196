import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import * as dicomParser from 'dicom-parser';
import { DicomFileError } from './dicom-file-error';
import { encodeDataset, encodeElement } from './explicit-little-endian';
import { isSupported, TRANSFER_SYNTAX } from './transfer-syntax';
import { isUid } from './uid';

const PREAMBLE_BYTES = 128;
const PREFIX = 'DICM';
const META_START = PREAMBLE_BYTES + PREFIX.length;
const GROUP_LENGTH = 'x00020000';
const TRANSFER_SYNTAX_UID = 'x00020010';
/** A dataset that inflates to more is taken for an attack. */
const MOST_INFLATED_BYTES = 512 * 2 ** 20;

/** A Part 10 file whose dataset is Explicit VR Little Endian or holds compressed pixel data. */
export interface StorablePart10 {
  bytes: Buffer;
  transferSyntax: string;
  /** sha256 of the dataset as it was received, without the file meta information; hexadecimal. */
  contentSha256: string;
}

interface FileMeta {
  meta: dicomParser.DataSet;
  transferSyntax: string;
  datasetStart: number;
}

function readFileMeta(bytes: Buffer): FileMeta {
  if (
    bytes.length < META_START ||
    bytes.toString('latin1', PREAMBLE_BYTES, META_START) !== PREFIX
  ) {
    throw new DicomFileError('not-dicom', 'It is not a DICOM Part 10 file (no DICM prefix).');
  }
  let meta: dicomParser.DataSet;
  let transferSyntax: string | undefined;
  try {
    meta = dicomParser.readPart10Header(bytes);
    transferSyntax = meta.string(TRANSFER_SYNTAX_UID);
  } catch (cause) {
    throw new DicomFileError('not-dicom', 'Its file meta information cannot be read.', { cause });
  }
  if (!transferSyntax || !isUid(transferSyntax)) {
    throw new DicomFileError('not-dicom', 'Its file meta information names no transfer syntax.');
  }
  return { meta, transferSyntax, datasetStart: metaEnd(bytes) };
}

/** Where the file meta information (always Explicit VR Little Endian, group 0002) ends. */
function metaEnd(bytes: Buffer): number {
  const longForm = new Set(['OB', 'OW', 'OF', 'OD', 'OL', 'OV', 'SQ', 'UC', 'UR', 'UT', 'UN']);
  let position = META_START;
  while (position + 8 <= bytes.length && bytes.readUInt16LE(position) === 0x0002) {
    const isLong = longForm.has(bytes.toString('latin1', position + 4, position + 6));
    if (isLong && position + 12 > bytes.length) break;
    position += isLong
      ? 12 + bytes.readUInt32LE(position + 8)
      : 8 + bytes.readUInt16LE(position + 6);
  }
  if (position > bytes.length) {
    throw new DicomFileError('truncated', 'It ends within the file meta information.');
  }
  return position;
}

/** File meta information with another transfer syntax, preamble and prefix included. */
function encodeFileMeta(bytes: Buffer, meta: dicomParser.DataSet, transferSyntax: string): Buffer {
  const elements = Object.values(meta.elements)
    .filter(element => element.tag.startsWith('x0002') && element.tag !== GROUP_LENGTH)
    .map(element => {
      const value =
        element.tag === TRANSFER_SYNTAX_UID
          ? Buffer.from(transferSyntax.length % 2 ? `${transferSyntax}\0` : transferSyntax)
          : bytes.subarray(element.dataOffset, element.dataOffset + element.length);
      return encodeElement(element.tag, element.vr ?? 'UN', value);
    });
  const body = Buffer.concat(elements);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([
    Buffer.alloc(PREAMBLE_BYTES),
    Buffer.from(PREFIX),
    encodeElement(GROUP_LENGTH, 'UL', length),
    body,
  ]);
}

/**
 * Takes a received Part 10 file into the form that is kept and served. Implicit VR, Big Endian and
 * deflated datasets become Explicit VR Little Endian, value for value; other files stay as they are.
 * @throws DicomFileError if the file is not DICOM, is cut short or has an unknown transfer syntax.
 */
export function toStorablePart10(received: Buffer): StorablePart10 {
  const { meta, transferSyntax, datasetStart } = readFileMeta(received);
  if (!isSupported(transferSyntax)) {
    throw new DicomFileError(
      'unsupported-transfer-syntax',
      `Its transfer syntax ${transferSyntax} is not one that can be served.`
    );
  }
  const content = received.subarray(datasetStart);
  const contentSha256 = createHash('sha256').update(content).digest('hex');
  const explicit = TRANSFER_SYNTAX.explicitLittleEndian;
  if (transferSyntax === TRANSFER_SYNTAX.deflatedLittleEndian) {
    const bytes = Buffer.concat([encodeFileMeta(received, meta, explicit), inflate(content)]);
    return { bytes, transferSyntax: explicit, contentSha256 };
  }
  if (
    transferSyntax !== TRANSFER_SYNTAX.implicitLittleEndian &&
    transferSyntax !== TRANSFER_SYNTAX.explicitBigEndian
  ) {
    return { bytes: received, transferSyntax, contentSha256 };
  }
  const dataset = parseDataset(received);
  const bytes = Buffer.concat([
    encodeFileMeta(received, meta, explicit),
    encodeDataset(dataset, transferSyntax === TRANSFER_SYNTAX.explicitBigEndian),
  ]);
  return { bytes, transferSyntax: explicit, contentSha256 };
}

function inflate(content: Buffer): Buffer {
  try {
    return inflateRawSync(content, { maxOutputLength: MOST_INFLATED_BYTES });
  } catch (cause) {
    throw new DicomFileError('unreadable', 'Its deflated dataset cannot be inflated.', { cause });
  }
}

/**
 * Every element of a Part 10 file with its place in the bytes.
 * @throws DicomFileError if the file ends within an element or its structure is broken.
 */
export function parseDataset(bytes: Buffer): dicomParser.DataSet {
  try {
    return dicomParser.parseDicom(bytes);
  } catch (cause) {
    throw new DicomFileError(
      'truncated',
      'It ends within an element, or its structure is broken.',
      {
        cause,
      }
    );
  }
}
