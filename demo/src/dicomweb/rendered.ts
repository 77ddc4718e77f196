import { open } from 'node:fs/promises';
import { PNG } from 'pngjs';
import { firstString, integerValue, stringValues, type DicomJson } from '../dicom';
import type { StoredInstance } from '../store';
import { HttpError } from './http-error';
import { acceptsType } from './media-type';
import { requireInstance, type RetrieveContext, type RetrieveTarget } from './retrieve';

const THUMBNAIL_PIXELS = 200;

interface GreyFrame {
  rows: number;
  columns: number;
  /** Stored values, row by row. */
  values: Float32Array;
}

const unrenderable = (): HttpError =>
  new HttpError(
    406,
    'Only uncompressed grey pixels of 8 or 16 bits are rendered; ask for the frames instead.'
  );

async function readGreyFrame(stored: StoredInstance, number: number): Promise<GreyFrame> {
  const { frames, metadata } = stored.description;
  const bits = integerValue(metadata, '00280100');
  const samples = integerValue(metadata, '00280002') ?? 1;
  const rows = integerValue(metadata, '00280010') ?? 0;
  const columns = integerValue(metadata, '00280011') ?? 0;
  if (frames?.kind !== 'native' || samples !== 1 || (bits !== 8 && bits !== 16)) {
    throw unrenderable();
  }
  if (number < 1 || number > frames.frames) {
    throw new HttpError(404, `This instance has ${frames.frames} frame(s), counted from 1.`);
  }
  const bytes = Buffer.alloc(frames.frameBytes);
  const file = await open(stored.path, 'r');
  try {
    await file.read(bytes, 0, bytes.length, frames.offset + (number - 1) * frames.frameBytes);
  } finally {
    await file.close();
  }
  const signed = integerValue(metadata, '00280103') === 1;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const read: (index: number) => number =
    bits === 8
      ? index => (signed ? view.getInt8(index) : view.getUint8(index))
      : index => (signed ? view.getInt16(index * 2, true) : view.getUint16(index * 2, true));
  return {
    rows,
    columns,
    values: Float32Array.from({ length: rows * columns }, (_, i) => read(i)),
  };
}

/** Lowest and highest stored value shown: the first window of the file, or the range of its values. */
function windowOf(metadata: DicomJson, values: Float32Array): [number, number] {
  const center = Number(firstString(metadata, '00281050') || NaN);
  const width = Number(firstString(metadata, '00281051') || NaN);
  const slope = Number(firstString(metadata, '00281053') || 1);
  const intercept = Number(firstString(metadata, '00281052') || 0);
  if (Number.isFinite(center) && width >= 1 && slope !== 0) {
    return [center - width / 2, center + width / 2].map(v => (v - intercept) / slope) as [
      number,
      number,
    ];
  }
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function encodePng(frame: GreyFrame, metadata: DicomJson, maxSide: number): Buffer {
  const step = Math.max(1, Math.max(frame.rows, frame.columns) / maxSide);
  const height = Math.max(1, Math.floor(frame.rows / step));
  const width = Math.max(1, Math.floor(frame.columns / step));
  const [low, high] = windowOf(metadata, frame.values);
  const inverted = stringValues(metadata, '00280004')[0] === 'MONOCHROME1';
  const png = new PNG({ width, height, colorType: 0, inputColorType: 0, inputHasAlpha: false });
  png.data = Buffer.alloc(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const source = Math.floor(y * step) * frame.columns + Math.floor(x * step);
      const grey = ((frame.values[source] ?? low) - low) / (high - low || 1);
      const shown = Math.min(1, Math.max(0, inverted ? 1 - grey : grey));
      png.data[y * width + x] = Math.round(shown * 255);
    }
  }
  return PNG.sync.write(png, { colorType: 0, inputColorType: 0, inputHasAlpha: false });
}

/** `.../rendered` and `.../thumbnail` as PNG, windowed as the file says. */
export async function renderFrame(
  { store, accepted, response }: RetrieveContext,
  target: RetrieveTarget,
  frame: string,
  size: 'rendered' | 'thumbnail'
): Promise<void> {
  if (!acceptsType(accepted, 'image/png')) {
    throw new HttpError(406, 'Rendered images are served as image/png.');
  }
  const stored = await requireInstance(store, target);
  const grey = await readGreyFrame(stored, /^\d{1,6}$/.test(frame) ? Number(frame) : 0);
  const maxSide = size === 'thumbnail' ? THUMBNAIL_PIXELS : Infinity;
  const body = encodePng(grey, stored.description.metadata, maxSide);
  response.writeHead(200, { 'Content-Type': 'image/png', 'Content-Length': body.length });
  response.end(body);
}
