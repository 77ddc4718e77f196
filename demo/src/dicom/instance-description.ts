import { data, log } from 'dcmjs';
import type { DataSet } from 'dicom-parser';
import { DicomFileError } from './dicom-file-error';
import type { Attribute, AttributeValue, DicomJson } from './dicom-json';
import { locateFrames, type ByteRange, type FrameLocation } from './frame-location';
import { parseDataset } from './part10';
import { frameMediaType } from './transfer-syntax';
import { isUid } from './uid';

/** A logger of dcmjs; each part of it has one of its own, made when it is first needed. */
interface Logger {
  setLevel(level: 'silent', persist: boolean): void;
}

/** dcmjs reports broken values together with the values, which may be a patient's. */
function silenceDcmjs(): void {
  const loggers: Logger[] = [log, ...Object.values<Logger>(log.getLoggers())];
  loggers.forEach(logger => logger.setLevel('silent', false));
}

const PIXEL_DATA = '7FE00010';
/** Binary values above this many bytes are bulk data and not part of the metadata. */
const INLINE_BYTES = 1024;
const BINARY = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN']);

/** A value that metadata only refers to. */
export interface BulkValue extends ByteRange {
  mediaType: string;
}

/** All that the server needs to know of an instance; written beside its file. */
export interface InstanceDescription {
  studyInstanceUid: string;
  seriesInstanceUid: string;
  sopInstanceUid: string;
  sopClassUid: string;
  transferSyntax: string;
  /** DICOM JSON model; bulk values carry a BulkDataURI relative to the instance. */
  metadata: DicomJson;
  bulk: Record<string, BulkValue>;
  frames: FrameLocation | null;
}

type RawAttribute = { vr: string; Value?: unknown[] };
type RawDataset = Record<string, RawAttribute>;

const base64 = (value: unknown): string =>
  value instanceof ArrayBuffer
    ? Buffer.from(value).toString('base64')
    : ArrayBuffer.isView(value)
      ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
      : '';

function toValue(vr: string, value: unknown): AttributeValue | null {
  if (value === null || value === undefined || value === '') return null;
  if (vr === 'SQ') return toDicomJson(value as RawDataset);
  if (vr === 'AT' && typeof value === 'number') {
    return (value >>> 0).toString(16).padStart(8, '0').toUpperCase();
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') return value.toString();
  if (vr === 'PN') return typeof value === 'string' ? { Alphabetic: value } : { ...value };
  return String(value);
}

function toAttribute({ vr, Value = [] }: RawAttribute): Attribute {
  if (BINARY.has(vr)) {
    const InlineBinary = Value.map(base64).join('');
    return InlineBinary === '' ? { vr } : { vr, InlineBinary };
  }
  const values = Value.map(value => toValue(vr, value)).filter(value => value !== null);
  return values.length === 0 ? { vr } : { vr, Value: values };
}

function toDicomJson(raw: RawDataset): DicomJson {
  const entries = Object.entries(raw).filter(([tag]) => /^[0-9A-F]{8}$/i.test(tag));
  return Object.fromEntries(
    entries.map(([tag, attribute]) => [tag.toUpperCase(), toAttribute(attribute)])
  );
}

/** Metadata of the elements before the pixel data; text is decoded by its character set. */
function readMetadata(bytes: Buffer, dataset: DataSet): DicomJson {
  const pixels = dataset.elements[`x${PIXEL_DATA.toLowerCase()}`];
  const end = pixels ? pixels.dataOffset - 12 : bytes.length;
  const head = new Uint8Array(bytes.subarray(0, end)).buffer;
  silenceDcmjs();
  try {
    return toDicomJson(data.DicomMessage.readFile(head).dict);
  } catch (cause) {
    throw new DicomFileError('unreadable', 'Its attributes cannot be read.', { cause });
  }
}

function bulkValues(dataset: DataSet, transferSyntax: string): Record<string, BulkValue> {
  const bulk: Record<string, BulkValue> = {};
  for (const element of Object.values(dataset.elements)) {
    const tag = element.tag.slice(1).toUpperCase();
    const isPixels = tag === PIXEL_DATA;
    const isLarge = BINARY.has(element.vr ?? '') && element.length > INLINE_BYTES;
    if (element.fragments || element.hadUndefinedLength || !(isPixels || isLarge)) continue;
    bulk[tag] = {
      offset: element.dataOffset,
      length: element.length,
      mediaType: isPixels ? frameMediaType(transferSyntax) : 'application/octet-stream',
    };
  }
  return bulk;
}

/** Read from the bytes: dcmjs drops the characters that a UID can't have, and would let others through. */
function requireUid(dataset: DataSet, tag: string, name: string): string {
  const uid = dataset.string(`x${tag}`) ?? '';
  if (uid === '') throw new DicomFileError('missing-attribute', `It has no ${name}.`);
  if (!isUid(uid)) throw new DicomFileError('invalid-uid', `Its ${name} is not a valid UID.`);
  return uid;
}

/** See `describeInstance`; reading a value that ends beyond the file throws what the parser throws. */
function describe(bytes: Buffer, transferSyntax: string): InstanceDescription {
  const dataset = parseDataset(bytes);
  const metadata = readMetadata(bytes, dataset);
  const frames = locateFrames(dataset, transferSyntax);
  const bulk = bulkValues(dataset, transferSyntax);
  for (const tag of Object.keys(bulk)) {
    metadata[tag] = {
      vr: dataset.elements[`x${tag.toLowerCase()}`]?.vr ?? 'OB',
      BulkDataURI: `bulkdata/${tag}`,
    };
  }
  // Which transfer syntax the frames have is part of the metadata that viewers ask for.
  metadata['00083002'] = { vr: 'UI', Value: [transferSyntax] };
  return {
    studyInstanceUid: requireUid(dataset, '0020000d', 'StudyInstanceUID'),
    seriesInstanceUid: requireUid(dataset, '0020000e', 'SeriesInstanceUID'),
    sopInstanceUid: requireUid(dataset, '00080018', 'SOPInstanceUID'),
    sopClassUid: requireUid(dataset, '00080016', 'SOPClassUID'),
    transferSyntax,
    metadata,
    bulk,
    frames,
  };
}

/**
 * Reads what the server serves of an instance.
 * @param bytes Part 10 file as toStorablePart10 gives it.
 * @throws DicomFileError if a UID is missing or invalid, or the file is broken.
 */
export function describeInstance(bytes: Buffer, transferSyntax: string): InstanceDescription {
  try {
    return describe(bytes, transferSyntax);
  } catch (cause) {
    if (cause instanceof DicomFileError) throw cause;
    throw new DicomFileError('unreadable', 'A value in it ends beyond the file.', { cause });
  }
}
