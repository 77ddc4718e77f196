export const TRANSFER_SYNTAX = {
  implicitLittleEndian: '1.2.840.10008.1.2',
  explicitLittleEndian: '1.2.840.10008.1.2.1',
  deflatedLittleEndian: '1.2.840.10008.1.2.1.99',
  explicitBigEndian: '1.2.840.10008.1.2.2',
} as const;

/** Transfer syntaxes with compressed pixel data and the media type of one frame (PS3.18, table 8.7.3-2). */
const COMPRESSED_FRAME: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2.4.50': 'image/jpeg',
  '1.2.840.10008.1.2.4.51': 'image/jpeg',
  '1.2.840.10008.1.2.4.57': 'image/jpeg',
  '1.2.840.10008.1.2.4.70': 'image/jpeg',
  '1.2.840.10008.1.2.4.80': 'image/jls',
  '1.2.840.10008.1.2.4.81': 'image/jls',
  '1.2.840.10008.1.2.4.90': 'image/jp2',
  '1.2.840.10008.1.2.4.91': 'image/jp2',
  '1.2.840.10008.1.2.4.92': 'image/jpx',
  '1.2.840.10008.1.2.4.93': 'image/jpx',
  '1.2.840.10008.1.2.4.201': 'image/jphc',
  '1.2.840.10008.1.2.4.202': 'image/jphc',
  '1.2.840.10008.1.2.4.203': 'image/jphc',
  '1.2.840.10008.1.2.5': 'image/dicom-rle',
};

const UNCOMPRESSED: ReadonlySet<string> = new Set(Object.values(TRANSFER_SYNTAX));

export const isCompressed = (transferSyntax: string): boolean => transferSyntax in COMPRESSED_FRAME;

export const isSupported = (transferSyntax: string): boolean =>
  UNCOMPRESSED.has(transferSyntax) || isCompressed(transferSyntax);

/** Media type of one frame as it is stored; uncompressed pixels are plain octets. */
export const frameMediaType = (transferSyntax: string): string =>
  COMPRESSED_FRAME[transferSyntax] ?? 'application/octet-stream';
