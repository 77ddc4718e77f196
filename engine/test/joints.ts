import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PNG } from 'pngjs';
import type { Radiograph } from '../src/radiograph';
import joints from './jointSpace/jointSpace.json';

/** A simulated joint whose widths are known; the joint centre is the middle of the picture. */
export interface Joint {
  name: string;
  radiograph: Radiograph;
  widthMm: { medial: number; lateral: number };
}

function load({ file, widthMm }: (typeof joints.films)[number]): Joint {
  const bytes = readFileSync(path.join(__dirname, 'jointSpace', file));
  const { width: columns, height: rows, data } = PNG.sync.read(bytes);
  const pixels = Float32Array.from({ length: rows * columns }, (_, index) => data[4 * index] ?? 0);
  const { pixelSpacingMm } = joints;
  return {
    name: file,
    radiograph: { pixels, rows, columns, pixelSpacingMm, spacingSource: 'PixelSpacing' },
    widthMm,
  };
}

/** Right knees; see jointSpace.json. */
export const JOINTS: readonly Joint[] = joints.films.map(load);
