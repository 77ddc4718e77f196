import type { Volume } from './types';

/** An 8-bit grey image, row by row. */
export interface GreyImage {
  pixels: Uint8Array;
  rows: number;
  columns: number;
}

export interface MontageOptions {
  /** Slices side by side; about as many as there are rows of them by default. */
  across?: number;
  /** What becomes black and what becomes white, in the volume's own values. */
  window?: readonly [number, number];
}

/** All slices of a volume on one image, the most posterior at the upper left. */
export function montage(volume: Volume, options: MontageOptions = {}): GreyImage {
  const { slices, rows, columns, data } = volume;
  const across = options.across ?? Math.ceil(Math.sqrt(slices));
  const [black, white] = options.window ?? [0, 1];
  const image: GreyImage = {
    rows: Math.ceil(slices / across) * rows,
    columns: across * columns,
    pixels: new Uint8Array(Math.ceil(slices / across) * rows * across * columns),
  };
  const toGrey = (value: number) =>
    Math.round(255 * Math.min(Math.max((value - black) / (white - black), 0), 1));
  for (let slice = 0; slice < slices; slice++) {
    const left = (slice % across) * columns;
    const top = Math.floor(slice / across) * rows;
    for (let row = 0; row < rows; row++) {
      const from = (slice * rows + row) * columns;
      const line = Uint8Array.from(data.subarray(from, from + columns), toGrey);
      image.pixels.set(line, (top + row) * image.columns + left);
    }
  }
  return image;
}
