import type { Codec, PixelDescription } from '../dicom';
import { RadiographError } from '../radiograph';
import { say } from '../sentences';
import { isWhole, readJpeg2000Header, readJpegHeader, type EncodedHeader } from './frameHeader';

type Decode = (encoded: Uint8Array, description: PixelDescription) => Promise<Uint8Array>;

/** The codecs would print what they find wrong. A module makes what it is given its own, so each gets one. */
const silent = () => ({ print: () => undefined, printErr: () => undefined });
const NAMES: Record<Codec, string> = {
  jpeg: 'JPEG',
  'jpeg-lossless': 'JPEG Lossless',
  'jpeg-ls': 'JPEG-LS',
  'jpeg-2000': 'JPEG 2000',
};
/** libjpeg-turbo is built for samples of 8 bits. */
const MOST_BITS: Partial<Record<Codec, number>> = { jpeg: 8 };

function damaged(codec: Codec, cause?: unknown): RadiographError {
  return new RadiographError(say('damagedCompressed', { codec: NAMES[codec] }), { cause });
}

function runDecoder(decoder: EmscriptenDecoder, encoded: Uint8Array): Uint8Array {
  try {
    decoder.getEncodedBuffer(encoded.length).set(encoded);
    decoder.decode();
    return Uint8Array.from(decoder.getDecodedBuffer());
  } finally {
    decoder.delete();
  }
}

/**
 * One decoder a format, loaded when a film needs it. A WASM module is started anew for each picture: what a
 * damaged one does to its memory ends with it.
 */
const DECODERS: Record<Codec, Decode> = {
  async jpeg(encoded) {
    const { default: start } = await import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs');
    const { JPEGDecoder } = await start(silent());
    return runDecoder(new JPEGDecoder(), encoded);
  },
  async 'jpeg-ls'(encoded) {
    const { default: start } = await import('@cornerstonejs/codec-charls/decodewasmjs');
    const { JpegLSDecoder } = await start(silent());
    return runDecoder(new JpegLSDecoder(), encoded);
  },
  async 'jpeg-2000'(encoded) {
    const { default: start } = await import('@cornerstonejs/codec-openjpeg/decodewasmjs');
    const { J2KDecoder } = await start(silent());
    return runDecoder(new J2KDecoder(), encoded);
  },
  async 'jpeg-lossless'(encoded, { bitsAllocated }) {
    const { default: jpeg } = await import('jpeg-lossless-decoder-js');
    const { buffer, byteOffset, byteLength } = encoded;
    const decoder = new jpeg.lossless.Decoder();
    const decoded = decoder.decode(buffer, byteOffset, byteLength, bitsAllocated / 8);
    return new Uint8Array(decoded.buffer, decoded.byteOffset, decoded.byteLength);
  },
};

function assertFits(
  codec: Codec,
  { rows, columns, components, bits }: EncodedHeader,
  description: PixelDescription
): void {
  if (rows !== description.rows || columns !== description.columns || components !== 1) {
    const found = { foundColumns: columns, foundRows: rows, components };
    const said = { columns: description.columns, rows: description.rows };
    throw new RadiographError(
      say('compressedSizeDiffers', { codec: NAMES[codec], ...said, ...found })
    );
  }
  const most = MOST_BITS[codec] ?? description.bitsAllocated;
  if (bits > most) {
    throw new RadiographError(say('compressedBits', { codec: NAMES[codec], bits, most }));
  }
}

/** Cells of one or two bytes, little endian as all the codecs give them. */
function cellsOf(decoded: Uint8Array, count: number): ArrayLike<number> | null {
  if (decoded.byteLength === count) {
    return decoded;
  }
  if (decoded.byteLength !== 2 * count) {
    return null;
  }
  const view = new DataView(decoded.buffer, decoded.byteOffset, decoded.byteLength);
  return Uint16Array.from({ length: count }, (_, index) => view.getUint16(2 * index, true));
}

/**
 * Decodes one compressed frame.
 * @returns rows x columns cells, as they would lie in an uncompressed file
 * @throws {RadiographError} where the stream is damaged, or says something else than the attributes
 */
export async function decodeFrame(
  codec: Codec,
  encoded: Uint8Array,
  description: PixelDescription
): Promise<ArrayLike<number>> {
  const header = codec === 'jpeg-2000' ? readJpeg2000Header(encoded) : readJpegHeader(encoded);
  if (header === null || !isWhole(encoded)) {
    throw damaged(codec);
  }
  assertFits(codec, header, description);
  let decoded: Uint8Array;
  try {
    decoded = await DECODERS[codec](encoded, description);
  } catch (cause) {
    throw damaged(codec, cause);
  }
  const cells = cellsOf(decoded, description.rows * description.columns);
  if (cells === null) {
    throw damaged(codec);
  }
  return cells;
}
