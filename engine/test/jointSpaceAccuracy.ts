import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { measureJointSpace, type CompartmentName } from '../src/jointSpace';
import { proposeRegion, type Radiograph } from '../src/radiograph';

const SIZE = 320;
const PIXEL_MM = 0.625;
const REGION_MM = 140;
const COMPARTMENTS: readonly CompartmentName[] = ['medial', 'lateral'];

interface Truth {
  id: number;
  widthMm: Record<CompartmentName, number>;
  readings: Record<'XRKL' | 'XRJSM' | 'XRJSL', number>;
}

interface Measured {
  id: number;
  compartment: CompartmentName;
  grade: number;
  truth: number;
  widthMm: number;
  error: number;
  confidence: number;
  doubts: readonly string[];
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const product = mean(a.map((value, index) => (value - ma) * ((b[index] ?? 0) - mb)));
  const spread = (values: readonly number[], m: number) =>
    Math.sqrt(mean(values.map(value => (value - m) ** 2)));
  return product / (spread(a, ma) * spread(b, mb));
}

function line(name: string, rows: readonly Measured[]): string {
  const errors = rows.map(({ error }) => error);
  const absolute = errors.map(Math.abs).sort((a, b) => a - b);
  const at = (part: number) => absolute[Math.floor(part * (absolute.length - 1))] ?? Number.NaN;
  const r =
    rows.length > 2
      ? correlation(
          rows.map(({ truth }) => truth),
          rows.map(({ widthMm }) => widthMm)
        )
      : Number.NaN;
  return [
    name.padEnd(28),
    String(rows.length).padStart(5),
    mean(absolute).toFixed(2).padStart(8),
    at(0.5).toFixed(2).padStart(8),
    at(0.9).toFixed(2).padStart(8),
    mean(errors).toFixed(2).padStart(8),
    r.toFixed(2).padStart(8),
    mean(rows.map(({ confidence }) => confidence))
      .toFixed(2)
      .padStart(8),
  ].join('');
}

function table(rows: readonly Measured[]): string {
  const groups: [string, readonly Measured[]][] = [];
  for (const compartment of COMPARTMENTS) {
    const own = rows.filter(row => row.compartment === compartment);
    groups.push([compartment, own]);
    for (let grade = 0; grade <= 3; grade++) {
      groups.push([`  narrowing ${grade}`, own.filter(row => row.grade === grade)]);
    }
  }
  groups.push(['all', rows]);
  const bounds = [0, 0.25, 0.5, 0.75, 0.9, 1.01];
  for (const [index, from] of bounds.slice(0, -1).entries()) {
    const to = bounds[index + 1] ?? 1;
    const within = rows.filter(({ confidence }) => confidence >= from && confidence < to);
    groups.push([`  confidence from ${from}`, within]);
  }
  const heads = ['n', 'mean|e|', 'median', '90 %', 'bias', 'r', 'conf.'];
  const head = `${'error in mm'.padEnd(28)}${heads.map((name, i) => name.padStart(i === 0 ? 5 : 8)).join('')}`;
  return [
    head,
    ...groups.filter(([, own]) => own.length > 0).map(([name, own]) => line(name, own)),
  ].join('\n');
}

/**
 * Measures films with a proposed region each, as the viewer does; writes measured.json beside them.
 * @returns a table of the errors in mm
 */
export async function evaluate(folder: string): Promise<string> {
  const films = await readFile(path.join(folder, 'films.bin'));
  const truths = JSON.parse(await readFile(path.join(folder, 'truth.json'), 'utf8')) as Truth[];
  const rows: Measured[] = [];
  for (const [index, truth] of truths.entries()) {
    const size = SIZE * SIZE;
    const radiograph: Radiograph = {
      pixels: Float32Array.from(films.subarray(index * size, (index + 1) * size)),
      rows: SIZE,
      columns: SIZE,
      pixelSpacingMm: PIXEL_MM,
      spacingSource: 'PixelSpacing',
    };
    const { region } = proposeRegion(radiograph, { regionMm: REGION_MM, side: 'R' });
    const found = measureJointSpace({ radiograph, region, regionMm: REGION_MM, side: 'R' });
    for (const compartment of COMPARTMENTS) {
      const { widthMm, confidence, doubts } = found[compartment];
      rows.push({
        id: truth.id,
        compartment,
        grade: truth.readings[compartment === 'medial' ? 'XRJSM' : 'XRJSL'],
        truth: truth.widthMm[compartment],
        widthMm,
        error: widthMm - truth.widthMm[compartment],
        confidence,
        doubts,
      });
    }
  }
  await writeFile(path.join(folder, 'measured.json'), JSON.stringify(rows));
  return table(rows);
}
