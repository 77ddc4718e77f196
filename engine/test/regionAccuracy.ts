import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  proposeRegion,
  RadiographError,
  SURE_CONFIDENCE,
  type KneeProposal,
  type Radiograph,
} from '../src/radiograph';

const REGION_MM = 140;
/** A region this far from the joint centre is taken for wrong. */
const WRONG_MM = 15;
/** Kinds of films that are measured a second time without their pixel size. */
const WITHOUT_SIZE: readonly string[] = ['varied'];

interface Point {
  x: number;
  y: number;
}

interface Film {
  kind: string;
  id: number;
  offset: number;
  rows: number;
  columns: number;
  pixelMm: number;
  knees: (Point & { side: 'L' | 'R' })[];
}

/** A knee on a film and what was proposed for it, or a proposal where no knee is. */
interface Measured {
  kind: string;
  id: number;
  /** Null where no frontal knee is: every proposal is wrong there. */
  side: 'L' | 'R' | null;
  /** Of the joint centre; infinite where the knee was not found, or there is none. */
  errorMm: number;
  /** 0 where nothing was found. */
  confidence: number;
  sideIsRight: boolean;
}

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);

function proposals(radiograph: Radiograph): KneeProposal[] {
  try {
    return proposeRegion(radiograph, { regionMm: REGION_MM }).knees;
  } catch (error) {
    if (error instanceof RadiographError) {
      return [];
    }
    throw error;
  }
}

/** Every knee with the proposal that is nearest to it and to no other; then the proposals left over. */
function measure(radiograph: Radiograph, { knees, pixelMm, id }: Film, kind: string): Measured[] {
  const left = new Set(proposals(radiograph));
  const nothing = { kind, id, errorMm: Infinity, confidence: 0, sideIsRight: false };
  const rows = knees.map(knee => {
    const [nearest] = [...left]
      .filter(({ centre }) =>
        knees.every(other => distance(centre, knee) <= distance(centre, other))
      )
      .sort((a, b) => distance(a.centre, knee) - distance(b.centre, knee));
    if (nearest === undefined) {
      return { ...nothing, side: knee.side };
    }
    left.delete(nearest);
    const { centre, confidence, side } = nearest;
    const errorMm = distance(centre, knee) * pixelMm;
    return { ...nothing, side: knee.side, errorMm, confidence, sideIsRight: side === knee.side };
  });
  const over = [...left].map(({ confidence }) => ({ ...nothing, side: null, confidence }));
  const isEmpty = knees.length === 0 && over.length === 0;
  return [...rows, ...over, ...(isEmpty ? [{ ...nothing, side: null }] : [])];
}

function line(name: string, rows: readonly Measured[]): string {
  const knees = rows.filter(({ side }) => side !== null);
  const errors = knees.map(({ errorMm }) => errorMm).sort((a, b) => a - b);
  const at = (part: number) => errors[Math.ceil(part * errors.length) - 1] ?? Number.NaN;
  const isSure = ({ confidence }: Measured) => confidence >= SURE_CONFIDENCE;
  const percent = (own: readonly Measured[], test: (row: Measured) => boolean) =>
    ((100 * own.filter(test).length) / own.length).toFixed(1).padStart(8);
  return [
    name.padEnd(24),
    String(knees.length).padStart(6),
    ...[0.5, 0.95, 1].map(part => at(part).toFixed(1).padStart(8)),
    percent(knees, isSure),
    percent(knees, ({ sideIsRight }) => sideIsRight),
    String(rows.filter(row => isSure(row) && row.errorMm > WRONG_MM).length).padStart(8),
  ].join('');
}

function table(rows: readonly Measured[]): string {
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const known = rows.filter(({ kind }) => !kind.includes('unknown'));
  const groups: [string, readonly Measured[]][] = [
    ...kinds.map((kind): [string, Measured[]] => [kind, rows.filter(row => row.kind === kind)]),
    ['pixel size known', known],
    ['all', rows],
  ];
  const heads = ['knees', 'median', '95 %', 'worst', 'sure %', 'side %', 'wrong'];
  const head = heads.map((name, index) => name.padStart(index === 0 ? 6 : 8)).join('');
  return [
    `${'joint centre, mm'.padEnd(24)}${head}`,
    ...groups.map(([name, own]) => line(name, own)),
    `wrong: proposals that are sure, but more than ${WRONG_MM} mm from a joint centre`,
  ].join('\n');
}

function measureFilm(film: Film, store: Buffer): Measured[] {
  const { kind, offset, rows, columns, pixelMm } = film;
  const radiograph: Radiograph = {
    pixels: Float32Array.from(store.subarray(offset, offset + rows * columns)),
    rows,
    columns,
    pixelSpacingMm: pixelMm,
    spacingSource: 'PixelSpacing',
  };
  const unknown = { ...radiograph, pixelSpacingMm: null, spacingSource: null };
  return [
    ...measure(radiograph, film, kind),
    ...(WITHOUT_SIZE.includes(kind) ? measure(unknown, film, `${kind}, size unknown`) : []),
  ];
}

/**
 * Proposes regions on the films that `python -m knee_synth region-films` wrote, some of them a second
 * time without their pixel size; writes measured.json beside them.
 * @returns a table of the errors in mm
 */
export async function evaluate(folders: readonly string[]): Promise<string> {
  const all: Measured[] = [];
  for (const folder of folders) {
    const store = await readFile(path.join(folder, 'films.bin'));
    const index = await readFile(path.join(folder, 'films.jsonl'), 'utf8');
    const films = index.trim().split('\n');
    const rows = films.flatMap(text => measureFilm(JSON.parse(text) as Film, store));
    await writeFile(path.join(folder, 'measured.json'), JSON.stringify(rows));
    all.push(...rows);
  }
  return table(all);
}
