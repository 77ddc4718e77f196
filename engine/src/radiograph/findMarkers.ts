import type { Grid } from './localContrast';
import {
  MARKER_CHARACTERS,
  MARKER_COLUMNS,
  MARKER_ROWS,
  MARKER_TEMPLATES,
} from './markerTemplateData';
import { percentile } from './percentile';
import { resampleRegion } from './resampleRegion';
import type { Radiograph, Side } from './types';

/** A letter of lead on the film that names the side. */
export interface SideMarker {
  side: Side;
  /** True where the letter is seen from behind: the picture is turned over. */
  mirrored: boolean;
  /** Middle of the letter in pixels of the film, from its upper left corner. */
  x: number;
  y: number;
}

const STEP_MM = 0.6;
/** Parts of the film's range above which lead may stand alone; thin strokes are blurred into grey. */
const LEAD_LEVELS = [0.45, 0.6, 0.75, 0.86];
/** Letters closer than this, in mm, are one. */
const SAME_LETTER_MM = 4;
const LETTER_MM = { least: 4, most: 24 };
const ASPECT = { least: 0.35, most: 1.25 };
/** Correlation with its letter, and how much more than with any other character. */
const LEAST_LIKENESS = 0.72;
const LEAST_MARGIN = 0.06;

interface Component {
  left: number;
  right: number;
  top: number;
  bottom: number;
  count: number;
}

/** Parts of a grid above a level that hang together, by their edges. */
function componentsAbove({ values, rows, columns }: Grid, level: number): Component[] {
  const seen = new Uint8Array(values.length);
  const found: Component[] = [];
  for (let start = 0; start < values.length; start++) {
    if (seen[start] === 1 || (values[start] ?? 0) < level) continue;
    const part = { left: columns, right: 0, top: rows, bottom: 0, count: 0 };
    const open = [start];
    seen[start] = 1;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [row, column] = [Math.floor(at / columns), at % columns];
      part.left = Math.min(part.left, column);
      part.right = Math.max(part.right, column);
      part.top = Math.min(part.top, row);
      part.bottom = Math.max(part.bottom, row);
      part.count++;
      const neighbours = [
        column > 0 ? at - 1 : -1,
        column < columns - 1 ? at + 1 : -1,
        at - columns,
        at + columns,
      ];
      for (const next of neighbours) {
        if (next >= 0 && next < values.length && seen[next] === 0 && (values[next] ?? 0) >= level) {
          seen[next] = 1;
          open.push(next);
        }
      }
    }
    found.push(part);
  }
  return found;
}

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [da, db] = [(a[i] ?? 0) - ma, (b[i] ?? 0) - mb];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return ab / Math.sqrt(aa * bb + Number.MIN_VALUE);
}

let templates: { character: string; cover: Float64Array }[] | null = null;

function loadTemplates() {
  const size = MARKER_ROWS * MARKER_COLUMNS;
  const bytes = Uint8Array.from(atob(MARKER_TEMPLATES), char => char.charCodeAt(0));
  templates ??= [...MARKER_CHARACTERS].map((character, index) => ({
    character,
    cover: Float64Array.from(bytes.subarray(index * size, (index + 1) * size)),
  }));
  return templates;
}

/** The character that a picture looks like, if it clearly looks like R or L; lower case is mirrored. */
function sideLetter(cover: Float64Array): string | null {
  const scores = loadTemplates()
    .map(template => ({
      character: template.character,
      score: correlation(cover, template.cover),
    }))
    .sort((a, b) => b.score - a.score);
  const [best, next] = scores;
  const isClear =
    best !== undefined &&
    next !== undefined &&
    best.score >= LEAST_LIKENESS &&
    best.score - next.score >= LEAST_MARGIN;
  return isClear && /[RL]/i.test(best.character) ? best.character : null;
}

/** The letters that stand out at one level of grey, in steps of the grid. */
function lettersAbove(grid: Grid, level: number, mm: number): SideMarker[] {
  const lead: Radiograph = {
    ...grid,
    pixels: grid.values.map(value => Number(value >= level)),
    pixelSpacingMm: mm,
    spacingSource: null,
  };
  return componentsAbove(grid, level).flatMap(part => {
    const width = part.right - part.left + 1;
    const height = part.bottom - part.top + 1;
    const isLetterSized = height * mm >= LETTER_MM.least && height * mm <= LETTER_MM.most;
    const aspect = width / height;
    if (!isLetterSized || aspect < ASPECT.least || aspect > ASPECT.most) return [];
    const box = { x: part.left, y: part.top, width, height };
    const { grey } = resampleRegion(lead, box, { rows: MARKER_ROWS, columns: MARKER_COLUMNS });
    const letter = sideLetter(grey);
    if (letter === null) return [];
    return {
      side: letter.toUpperCase() === 'R' ? ('R' as const) : ('L' as const),
      mirrored: letter !== letter.toUpperCase(),
      x: part.left + width / 2,
      y: part.top + height / 2,
    };
  });
}

/** Finds the letters R and L of lead markers: bright, of a letter's size, and of its shape. */
export function findMarkers(radiograph: Radiograph, pixelSpacingMm: number): SideMarker[] {
  const step = Math.max(1, STEP_MM / pixelSpacingMm);
  const mm = step * pixelSpacingMm;
  const rows = Math.floor(radiograph.rows / step);
  const columns = Math.floor(radiograph.columns / step);
  const whole = { x: 0, y: 0, width: columns * step, height: rows * step };
  const values = Float32Array.from(resampleRegion(radiograph, whole, { rows, columns }).grey);
  const sorted = Float64Array.from(values).sort();
  const [low, high] = [percentile(sorted, 1), percentile(sorted, 99.95)];
  const found: SideMarker[] = [];
  for (const part of LEAD_LEVELS) {
    const level = low + part * (high - low);
    for (const letter of lettersAbove({ values, rows, columns }, level, mm)) {
      const isKnown = found.some(
        ({ x, y }) => Math.hypot(x - letter.x, y - letter.y) * mm < SAME_LETTER_MM
      );
      if (!isKnown) found.push(letter);
    }
  }
  return found.map(letter => ({ ...letter, x: letter.x * step, y: letter.y * step }));
}
