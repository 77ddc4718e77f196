/** What an encoded picture says of itself, before anything of its size is unpacked. */
export interface EncodedHeader {
  rows: number;
  columns: number;
  /** Bits of a sample. */
  bits: number;
  components: number;
}

const MARKER = 0xff;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
/** Start of frame, of every kind of JPEG and of JPEG-LS; 0xc4, 0xc8 and 0xcc are other things. */
const isStartOfFrame = (code: number) =>
  (code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code)) || code === 0xf7;
/** Markers that stand alone: restarts, start and end. */
const standsAlone = (code: number) => code === 0x01 || (code >= 0xd0 && code <= END_OF_IMAGE);

/** Reads the frame header of a JPEG or JPEG-LS stream (ITU-T T.81 B.2.2); null where there is none. */
export function readJpegHeader(bytes: Uint8Array): EncodedHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (view.getUint8(at) !== MARKER) {
      return null;
    }
    const code = view.getUint8(at + 1);
    if (code === MARKER) {
      at += 1;
    } else if (standsAlone(code)) {
      at += 2;
    } else if (code === START_OF_SCAN) {
      return null;
    } else if (isStartOfFrame(code)) {
      return at + 10 > bytes.length
        ? null
        : {
            bits: view.getUint8(at + 4),
            rows: view.getUint16(at + 5),
            columns: view.getUint16(at + 7),
            components: view.getUint8(at + 9),
          };
    } else {
      at += 2 + view.getUint16(at + 2);
    }
  }
  return null;
}

/** Image and tile size of a JPEG 2000 codestream, which come first (ITU-T T.800 A.5.1); null without. */
export function readJpeg2000Header(bytes: Uint8Array): EncodedHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 43 || view.getUint32(0) !== 0xff4fff51) {
    return null;
  }
  const [right, bottom, left, top] = [8, 12, 16, 20].map(at => view.getUint32(at));
  return {
    rows: (bottom ?? 0) - (top ?? 0),
    columns: (right ?? 0) - (left ?? 0),
    components: view.getUint16(40),
    bits: (view.getUint8(42) & 0x7f) + 1,
  };
}

/** Whether the stream ends with its closing marker; DICOM may fill up with zeros behind it. */
export function isWhole(bytes: Uint8Array): boolean {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) {
    end -= 1;
  }
  return end >= 2 && bytes[end - 2] === MARKER && bytes[end - 1] === END_OF_IMAGE;
}
