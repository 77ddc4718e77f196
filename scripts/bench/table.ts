import type { Report } from './report';
import type { Row } from './measurement';
import type { Finding } from './targets';

const digits = (value: number, count = 1) => value.toFixed(count);
const seconds = (ms: number) => digits(ms / 1000);

function longTasksOf({ measured }: Row): string {
  if (!measured?.longTasks) return '-';
  const { count, longestMs } = measured.longTasks;
  return count === 0 ? 'none' : `${count}, longest ${Math.round(longestMs)} ms`;
}

function cells(row: Row): string[] {
  const { measured } = row;
  const about = [row.name, String(row.threads), String(row.batch)];
  if (!measured) return [row.name, ...Array<string>(9).fill('-'), row.absent ?? ''];
  return [
    ...about,
    digits(measured.stepMs),
    digits(measured.decodeMs),
    seconds(measured.firstSliceMs),
    seconds(measured.volumeMs),
    seconds(measured.loadMs),
    measured.peakMemoryMb === null ? '-' : String(Math.round(measured.peakMemoryMb)),
    longTasksOf(row),
    row.ofFloor === null ? '-' : `${digits(100 * row.ofFloor)} %`,
  ];
}

function line(columns: readonly string[]): string {
  return `| ${columns.join(' | ')} |`;
}

/** Whether a figure keeps its target, in words. */
export function sentence({ what, figure, target, unit }: Finding): string {
  const shown = unit === 'ms' ? Math.round(figure).toString() : digits(figure, 2);
  const verdict = figure <= target ? 'kept' : 'missed';
  return `${what}: ${shown} ${unit}, at most ${target} ${unit} wanted (${verdict})`;
}

function workOf({ slices, steps, restartSteps, solver }: Report['workload']): string {
  const restart = restartSteps === 0 ? '' : ` and ${restartSteps} of the restart`;
  return `${slices} slices, ${steps} steps of ${solver}${restart}, guidance 1`;
}

/** The rows as a Markdown table, with what they were measured on and how they stand to the targets. */
export function markdown({ machine, bundle, workload, floor, rows, targets }: Report): string {
  const header = [
    'runtime',
    'threads',
    'batch',
    'ms a step and slice',
    'ms a decoded slice',
    'first slices, s',
    `${workload.slices} slices, s`,
    'ready in, s',
    'peak memory, MiB',
    'long tasks',
    'of the floor',
  ];
  const rates = Object.entries(floor.rates).map(
    ([threads, rate]) =>
      `${digits(rate)} GMAC/s with ${threads} ${threads === '1' ? 'thread' : 'threads'}`
  );
  const macs = floor.macs
    ? `Denoiser ${digits(floor.macs.denoiser, 2)} GMAC a step and slice, decoder ${digits(floor.macs.decoder, 2)} GMAC a slice, X-ray encoder ${digits(floor.macs.xray_encoder, 2)} GMAC.`
    : '';
  return [
    `Bundle ${bundle.name} ${bundle.version}; ${workOf(workload)}. ${machine.date}, ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB; ${machine.versions.join(', ')}. Load average at the start ${digits(machine.load, 2)}.`,
    `${macs} Floor: ${rates.join(', ') || 'not measured'}.`.trim(),
    '',
    line(header),
    line(header.map(() => '---')),
    ...rows.map(row => line(cells(row))),
    '',
    ...targets.map(finding => `- ${sentence(finding)}`),
  ].join('\n');
}
