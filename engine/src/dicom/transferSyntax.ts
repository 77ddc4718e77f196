import { RadiographError } from '../radiograph';
import { say } from '../sentences';

export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
export const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';
export const RLE_LOSSLESS = '1.2.840.10008.1.2.5';

const NATIVE: ReadonlySet<string> = new Set([
  '1.2.840.10008.1.2',
  EXPLICIT_LITTLE_ENDIAN,
  '1.2.840.10008.1.2.1.99',
  EXPLICIT_BIG_ENDIAN,
]);

/** What decodes a compressed transfer syntax. */
export type Codec = 'jpeg' | 'jpeg-lossless' | 'jpeg-ls' | 'jpeg-2000';

const COMPRESSED: Record<string, { name: string; codec: Codec | null }> = {
  '1.2.840.10008.1.2.4.50': { name: 'JPEG Baseline', codec: 'jpeg' },
  '1.2.840.10008.1.2.4.51': { name: 'JPEG Extended', codec: 'jpeg' },
  '1.2.840.10008.1.2.4.57': { name: 'JPEG Lossless', codec: 'jpeg-lossless' },
  '1.2.840.10008.1.2.4.70': {
    name: 'JPEG Lossless, first-order prediction',
    codec: 'jpeg-lossless',
  },
  '1.2.840.10008.1.2.4.80': { name: 'JPEG-LS Lossless', codec: 'jpeg-ls' },
  '1.2.840.10008.1.2.4.81': { name: 'JPEG-LS Near-Lossless', codec: 'jpeg-ls' },
  '1.2.840.10008.1.2.4.90': { name: 'JPEG 2000 Lossless', codec: 'jpeg-2000' },
  '1.2.840.10008.1.2.4.91': { name: 'JPEG 2000', codec: 'jpeg-2000' },
  '1.2.840.10008.1.2.4.201': { name: 'High-Throughput JPEG 2000 Lossless', codec: null },
  '1.2.840.10008.1.2.4.202': { name: 'High-Throughput JPEG 2000 Lossless RPCL', codec: null },
  '1.2.840.10008.1.2.4.203': { name: 'High-Throughput JPEG 2000', codec: null },
};

/** The codec that a transfer syntax needs; null for those that are read without one, or not at all. */
export function codecOf(transferSyntaxUID: string): Codec | null {
  return COMPRESSED[transferSyntaxUID]?.codec ?? null;
}

/** How the pixels of a transfer syntax are stored, for those that are read without a codec. */
export type PixelEncoding = 'little-endian' | 'big-endian' | 'rle';

/**
 * The pixel encoding of a transfer syntax.
 * @throws {RadiographError} naming the transfer syntax, where its pixels are compressed otherwise
 */
export function pixelEncoding(transferSyntaxUID: string): PixelEncoding {
  if (transferSyntaxUID === EXPLICIT_BIG_ENDIAN) {
    return 'big-endian';
  }
  if (NATIVE.has(transferSyntaxUID)) {
    return 'little-endian';
  }
  if (transferSyntaxUID === RLE_LOSSLESS) {
    return 'rle';
  }
  const name = COMPRESSED[transferSyntaxUID]?.name;
  const syntax = name === undefined ? transferSyntaxUID : `${transferSyntaxUID} (${name})`;
  throw new RadiographError(say('unreadSyntax', { syntax }));
}
