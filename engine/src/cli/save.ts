import { storeSeries, type StoreOutcome } from '../dicom';
import { textOf } from '../sentences';
import { authorization } from './authorization';
import { EXIT } from './CliError';
import type { CliContext } from './io';
import type { SaveOptions } from './parseOptions';
import { ProgressBar } from './progressBar';
import { readSeriesFolder } from './readSeriesFolder';

interface SavedSeries extends StoreOutcome {
  seriesInstanceUID: string;
}

/** What became of a series that was stored, in words. */
export function sentenceOfSaved(outcome: StoreOutcome): string {
  const { state, stored, missing, pixelsCompared, reasons, report } = outcome;
  const total = stored.length + missing.length;
  const images = `${total} images${report === 'stored' ? ' and the report about them' : ''}`;
  const heading = {
    'stored-and-verified': `Saved and verified: ${images} are in the archive, the pixels of ${pixelsCompared} were compared.`,
    stored: `Saved: ${images} are in the archive; their pixels were not verified.`,
    'partly-stored': `Partly saved: ${stored.length} of ${total} images.`,
    failed: `Not saved: none of ${total} images.`,
  }[state];
  return [heading, ...reasons.map(textOf)].join('\n  ');
}

/** What `--json` prints of an outcome: the reasons in English. */
export function plainOutcome<Outcome extends StoreOutcome>(outcome: Outcome) {
  return { ...outcome, reasons: outcome.reasons.map(textOf) };
}

/** The command `save`: stores every synthetic series below a folder, and verifies it. */
export async function save(options: SaveOptions, context: CliContext): Promise<number> {
  const headers = authorization(context.environment);
  const series = await readSeriesFolder(options.folder);
  const bar = new ProgressBar(context.stderr);
  const saved: SavedSeries[] = [];
  for (const single of series) {
    bar.restart();
    try {
      const outcome = await storeSeries({
        rootUrl: options.to,
        headers,
        series: single,
        fetch: (url, init) => fetch(url, init),
        ...(context.signal ? { signal: context.signal } : {}),
        onProgress: (done, total) => bar.update('store', done, total),
      });
      saved.push({ seriesInstanceUID: single.seriesInstanceUID, ...outcome });
    } finally {
      bar.end();
    }
  }
  const text = options.json
    ? JSON.stringify(saved.map(plainOutcome), null, 2)
    : saved.map(sentenceOfSaved).join('\n');
  context.stdout.write(`${text}\n`);
  const isStored = ({ state }: SavedSeries) =>
    state === 'stored-and-verified' || state === 'stored';
  return saved.every(isStored) ? EXIT.ok : EXIT.notStored;
}
