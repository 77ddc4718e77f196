import dcmjs from 'dcmjs';

const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
const MR_IMAGE = '1.2.840.10008.5.1.4.1.1.4';

export interface InstanceOptions {
  study?: string;
  series?: string;
  instance?: string;
  transferSyntax?: string;
  /** Attributes by keyword that are added or replace others; undefined removes one. */
  attributes?: Record<string, unknown>;
  rows?: number;
  columns?: number;
  /** Stored values, 16 bits each; by default they count up from 0. */
  pixels?: Uint16Array;
}

export const UIDS = {
  study: '1.2.826.0.1.3680043.10.1.1',
  series: '1.2.826.0.1.3680043.10.1.1.1',
  instance: '1.2.826.0.1.3680043.10.1.1.1.1',
};

/** A small MR instance, as the bytes of a Part 10 file. */
export function makeInstance(options: InstanceOptions = {}): Buffer {
  const { rows = 4, columns = 6 } = options;
  const pixels =
    options.pixels ?? Uint16Array.from({ length: rows * columns }, (_, index) => index * 100);
  const instance = options.instance ?? UIDS.instance;
  const dataset: Record<string, unknown> = {
    SpecificCharacterSet: 'ISO_IR 192',
    ImageType: ['ORIGINAL', 'PRIMARY', 'OTHER'],
    SOPClassUID: MR_IMAGE,
    SOPInstanceUID: instance,
    StudyDate: '20250106',
    StudyTime: '101500',
    AccessionNumber: 'A1',
    Modality: 'MR',
    StudyDescription: 'Left knee',
    SeriesDescription: 'COR',
    PatientName: 'Testmann^Eva',
    PatientID: 'P1',
    StudyInstanceUID: options.study ?? UIDS.study,
    SeriesInstanceUID: options.series ?? UIDS.series,
    SeriesNumber: 1,
    InstanceNumber: 1,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: rows,
    Columns: columns,
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    PixelData: pixels.buffer,
    _vrMap: { PixelData: 'OW' },
    ...options.attributes,
  };
  for (const [keyword, value] of Object.entries(dataset)) {
    if (value === undefined) Reflect.deleteProperty(dataset, keyword);
  }
  const file = new dcmjs.data.DicomDict({
    '00020002': { vr: 'UI', Value: [MR_IMAGE] },
    '00020003': { vr: 'UI', Value: [instance] },
    '00020010': { vr: 'UI', Value: [options.transferSyntax ?? EXPLICIT_LITTLE_ENDIAN] },
    '00020012': { vr: 'UI', Value: ['1.2.826.0.1.3680043.10.1'] },
  });
  file.dict = dcmjs.data.DicomMetaDictionary.denaturalizeDataset(dataset);
  return Buffer.from(file.write());
}

/** A multipart/related body with one part an instance, and its Content-Type. */
export function multipartOf(
  instances: readonly Buffer[],
  partType = 'application/dicom'
): { body: Buffer; contentType: string } {
  const boundary = 'a-boundary-of-the-test';
  const parts = instances.flatMap(bytes => [
    Buffer.from(`--${boundary}\r\nContent-Type: ${partType}\r\n\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ]);
  return {
    body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
    contentType: `multipart/related; type="application/dicom"; boundary=${boundary}`,
  };
}

function bigEndianElement(tag: string, vr: string, value: Buffer): Buffer {
  const head = Buffer.from(tag, 'hex');
  const padded = value.length % 2 ? Buffer.concat([value, Buffer.from(' ')]) : value;
  const length = Buffer.alloc(vr === 'OW' ? 6 : 2);
  if (vr === 'OW') length.writeUInt32BE(padded.length, 2);
  else length.writeUInt16BE(padded.length);
  return Buffer.concat([head, Buffer.from(vr), length, padded]);
}

/** A 2 x 2 MR image in Explicit VR Big Endian with an empty PatientID, put together by hand. */
export function bigEndianFile(): Buffer {
  const uid = (text: string): Buffer => Buffer.from(text.length % 2 ? `${text}\0` : text);
  const short = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
  const syntax = uid('1.2.840.10008.1.2.2');
  const meta = Buffer.concat([Buffer.from([2, 0, 16, 0, 0x55, 0x49, syntax.length, 0]), syntax]);
  const elements: [string, string, Buffer][] = [
    ['00080016', 'UI', uid(MR_IMAGE)],
    ['00080018', 'UI', uid(UIDS.instance)],
    ['00080060', 'CS', Buffer.from('MR')],
    ['00100010', 'PN', Buffer.alloc(0)],
    ['00100020', 'LO', Buffer.alloc(0)],
    ['0020000d', 'UI', uid(UIDS.study)],
    ['0020000e', 'UI', uid(UIDS.series)],
    ['00280002', 'US', short(1)],
    ['00280010', 'US', short(2)],
    ['00280011', 'US', short(2)],
    ['00280100', 'US', short(16)],
    ['7fe00010', 'OW', Buffer.from([0, 1, 0, 2, 1, 0, 255, 255])],
  ];
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    Buffer.from([2, 0, 0, 0, 0x55, 0x4c, 4, 0, meta.length, 0, 0, 0]),
    meta,
    ...elements.map(([tag, vr, value]) => bigEndianElement(tag, vr, value)),
  ]);
}
