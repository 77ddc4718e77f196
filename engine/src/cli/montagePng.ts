import { PNG } from 'pngjs';
import type { NetworkBundle } from '../bundle';
import { NOT_FOR_DIAGNOSIS } from '../dicom';
import { montage, type GreyImage, type Volume } from '../volume';
import { drawLabel, labelWidth } from './drawLabel';

const BANNER_ROWS = 40;
const MARGIN = 4;
const GREYSCALE = 0;

function windowOf({
  network_range: [least, most],
  stored_bits,
  window_center,
  window_width,
}: NetworkBundle['intensity']): [number, number] {
  const value = (stored: number) => least + (stored / (2 ** stored_bits - 1)) * (most - least);
  return [value(window_center - window_width / 2), value(window_center + window_width / 2)];
}

function withBanner(image: GreyImage): GreyImage {
  const pixels = new Uint8Array((image.rows + BANNER_ROWS) * image.columns);
  pixels.set(image.pixels, BANNER_ROWS * image.columns);
  return { rows: image.rows + BANNER_ROWS, columns: image.columns, pixels };
}

/**
 * All slices on one PNG, shown with the bundle's window, with the label in a banner above and in every
 * slice, so that a part that is cut out still carries it.
 */
export function montagePng(volume: Volume, intensity: NetworkBundle['intensity']): Uint8Array {
  const image = withBanner(montage(volume, { window: windowOf(intensity) }));
  const size = Math.max(1, Math.min(3, Math.floor(image.columns / labelWidth(NOT_FOR_DIAGNOSIS))));
  drawLabel(image, NOT_FOR_DIAGNOSIS, { x: MARGIN, y: MARGIN }, size);
  const across = image.columns / volume.columns;
  for (let slice = 0; slice < volume.slices; slice++) {
    const x = (slice % across) * volume.columns + MARGIN;
    const bottom = BANNER_ROWS + (Math.floor(slice / across) + 1) * volume.rows;
    drawLabel(image, NOT_FOR_DIAGNOSIS, { x, y: bottom - MARGIN - 9 });
  }
  const png = new PNG({ width: image.columns, height: image.rows });
  image.pixels.forEach((grey, index) => png.data.fill(grey, 4 * index, 4 * index + 3));
  image.pixels.forEach((_, index) => png.data.fill(255, 4 * index + 3, 4 * index + 4));
  return PNG.sync.write(png, { colorType: GREYSCALE });
}
