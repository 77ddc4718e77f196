import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PNG } from 'pngjs';
import type { Radiograph } from '../src/radiograph';
import films from './films/films.json';
import laterals from './laterals/laterals.json';
import markers from './markers/markers.json';
import regionFilms from './regionFilms/films.json';

/** A simulated film whose joint centre is known. */
export interface Film {
  name: string;
  path: string;
  radiograph: Radiograph;
  jointCentre: { x: number; y: number };
}

function readGrey(file: string, pixelSpacingMm: number): Radiograph {
  const { width: columns, height: rows, data } = PNG.sync.read(readFileSync(file));
  const pixels = Float32Array.from({ length: rows * columns }, (_, index) => data[4 * index] ?? 0);
  return { pixels, rows, columns, pixelSpacingMm, spacingSource: 'PixelSpacing' };
}

function load({ file, pixelSpacingMm, jointCentre }: (typeof films.films)[number]): Film {
  const filmPath = path.join(__dirname, 'films', file);
  return {
    name: file,
    path: filmPath,
    radiograph: readGrey(filmPath, pixelSpacingMm),
    jointCentre,
  };
}

/** Knees seen from the side, by name; see laterals.json. */
export const LATERALS: readonly (readonly [string, Radiograph])[] = laterals.files.map(file => [
  file,
  readGrey(path.join(__dirname, 'laterals', file), laterals.pixelSpacingMm),
]);

/** Upper parts of films, with the side marker that each of them has; see markers.json. */
export const MARKED = markers.films.map(({ file, side, mirrored: isMirrored }) => ({
  name: file,
  side,
  mirrored: isMirrored,
  radiograph: readGrey(path.join(__dirname, 'markers', file), markers.pixelSpacingMm),
}));

/** Films turned, cut and exposed at random, or without a knee, and the knees on them; see regionFilms. */
export const REGION_FILMS = regionFilms.films.map(({ file, kind, knees }) => ({
  name: file,
  kind,
  knees,
  radiograph: readGrey(path.join(__dirname, 'regionFilms', file), regionFilms.pixelSpacingMm),
}));

/** Twelve right knees; see films.json. */
export const FILMS: readonly Film[] = films.films.map(load);

/** The film turned over: of a left knee. */
export function mirrored({ radiograph, jointCentre, ...film }: Film): Film {
  const { pixels, columns } = radiograph;
  const turned = pixels.map((_, i) => pixels[i - (i % columns) + columns - 1 - (i % columns)] ?? 0);
  return {
    ...film,
    radiograph: { ...radiograph, pixels: turned },
    jointCentre: { x: columns - jointCentre.x, y: jointCentre.y },
  };
}

/** Two films side by side with `gap` dark pixels between them. */
export function besideEachOther(
  left: Film,
  right: Film,
  gap: number
): Film & { other: Film['jointCentre'] } {
  const [a, b] = [left.radiograph, right.radiograph];
  const rows = Math.max(a.rows, b.rows);
  const columns = a.columns + gap + b.columns;
  const pixels = new Float32Array(rows * columns);
  const paste = (from: Radiograph, x: number) => {
    for (let row = 0; row < from.rows; row++) {
      const line = from.pixels.subarray(row * from.columns, (row + 1) * from.columns);
      pixels.set(line, row * columns + x);
    }
  };
  paste(a, 0);
  paste(b, a.columns + gap);
  return {
    ...left,
    radiograph: { ...a, pixels, rows, columns },
    other: { x: right.jointCentre.x + a.columns + gap, y: right.jointCentre.y },
  };
}

/** The film on the left of a much wider one that is dark beside it. */
export function onWideFilm(film: Film, columns: number): Film {
  const { radiograph } = film;
  const { rows, columns: own } = radiograph;
  const pixels = new Float32Array(rows * columns).map((_, i) => 2 * Math.sin(12.9898 * i));
  for (let row = 0; row < rows; row++) {
    pixels.set(radiograph.pixels.subarray(row * own, (row + 1) * own), row * columns);
  }
  return { ...film, radiograph: { ...radiograph, pixels, columns } };
}
