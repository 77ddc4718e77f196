import { RadiographError } from '../radiograph';

export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
export const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';
export const RLE_LOSSLESS = '1.2.840.10008.1.2.5';

const NATIVE: Record<string, true> = {
  '1.2.840.10008.1.2': true,
  [EXPLICIT_LITTLE_ENDIAN]: true,
  '1.2.840.10008.1.2.1.99': true,
  [EXPLICIT_BIG_ENDIAN]: true,
};

const COMPRESSED_NAMES: Record<string, string> = {
  '1.2.840.10008.1.2.4.50': 'JPEG Baseline',
  '1.2.840.10008.1.2.4.51': 'JPEG Extended',
  '1.2.840.10008.1.2.4.57': 'JPEG Lossless',
  '1.2.840.10008.1.2.4.70': 'JPEG Lossless, first-order prediction',
  '1.2.840.10008.1.2.4.80': 'JPEG-LS Lossless',
  '1.2.840.10008.1.2.4.81': 'JPEG-LS Near-Lossless',
  '1.2.840.10008.1.2.4.90': 'JPEG 2000 Lossless',
  '1.2.840.10008.1.2.4.91': 'JPEG 2000',
  '1.2.840.10008.1.2.4.201': 'High-Throughput JPEG 2000 Lossless',
  '1.2.840.10008.1.2.4.202': 'High-Throughput JPEG 2000 Lossless RPCL',
  '1.2.840.10008.1.2.4.203': 'High-Throughput JPEG 2000',
};

/** How the pixels of a transfer syntax are stored, for those that are read here. */
export type PixelEncoding = 'little-endian' | 'big-endian' | 'rle';

/**
 * The pixel encoding of a transfer syntax.
 * @throws {RadiographError} naming the transfer syntax, where its pixels are compressed otherwise
 */
export function pixelEncoding(transferSyntaxUID: string): PixelEncoding {
  if (transferSyntaxUID === EXPLICIT_BIG_ENDIAN) {
    return 'big-endian';
  }
  if (NATIVE[transferSyntaxUID]) {
    return 'little-endian';
  }
  if (transferSyntaxUID === RLE_LOSSLESS) {
    return 'rle';
  }
  const name = COMPRESSED_NAMES[transferSyntaxUID];
  throw new RadiographError(
    `The pixels are stored in the transfer syntax ${transferSyntaxUID}${name ? ` (${name})` : ''}, ` +
      'which is not read here. Export the image uncompressed (Explicit VR Little Endian), for example with "dcmdjpeg", "dcmdjpls" or "gdcmconv --raw".'
  );
}
