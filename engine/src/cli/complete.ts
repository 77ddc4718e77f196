import {
  findFilms,
  findSeries,
  isOwnSynthesis,
  isWhole,
  readStoredSeries,
  repeatRequest,
  retrieveFilm,
  retrieveSeriesAttributes,
  storeSeries,
  whyNotCompleted,
  type FoundSeries,
  type StoredSeries,
  type StoreOutcome,
  type StoreRequest,
  type SyntheticSeries,
} from '../dicom';
import { textOf } from '../sentences';
import { authorization } from './authorization';
import { CliError, EXIT } from './CliError';
import type { CliContext } from './io';
import { makeAgain, runtimeOf, type BuildSeries } from './makeAgain';
import type { CompleteOptions } from './parseOptions';
import { ProgressBar } from './progressBar';
import { readInputBytes } from './readInput';
import { plainOutcome, sentenceOfSaved } from './save';

const FIRST_SERIES_NUMBER = 9001;

/** How the completion of one series ended; what `--json` prints a list of. */
export interface Completion {
  /** Of the series that was found. */
  seriesInstanceUID: string;
  /** Images of it that were there, and that its record counts. */
  found: number;
  images: number;
  /** Why it was not completed; empty where it was. */
  notCompleted: string[];
  /** Of the series that was stored instead. */
  storedAs: string;
  /** What is in the archive of that series now; null where nothing was sent. */
  outcome: StoreOutcome | null;
}

type Access = Pick<StoreRequest, 'rootUrl' | 'headers' | 'fetch' | 'signal'>;

/** One run of the command. */
class Completing {
  private readonly access: Access;

  constructor(
    private readonly options: CompleteOptions,
    private readonly context: CliContext
  ) {
    this.access = {
      rootUrl: options.to,
      headers: authorization(context.environment),
      fetch: (url, init) => fetch(url, init),
      ...(context.signal ? { signal: context.signal } : {}),
    };
  }

  /** Series of the study with images or a report missing. */
  async partlyStored(all: readonly FoundSeries[]): Promise<StoredSeries[]> {
    const wanted = all.filter(({ seriesInstanceUID, modality }) =>
      this.options.series === null ? modality === 'MR' : seriesInstanceUID === this.options.series
    );
    const partly: StoredSeries[] = [];
    for (const { seriesInstanceUID } of wanted) {
      const datasets = await this.attributesOf(seriesInstanceUID);
      if (!isOwnSynthesis(datasets[0] ?? {})) {
        continue;
      }
      const stored = readStoredSeries(datasets);
      if (!isWhole(stored) || (await this.attributesOf(stored.reportSeriesUID)).length === 0) {
        partly.push(stored);
      }
    }
    return partly;
  }

  async complete(stored: StoredSeries, nextSeriesNumber: number): Promise<Completion> {
    const build = await this.makeAgain(stored);
    const series = build({ identity: stored.identity });
    const completion: Completion = {
      seriesInstanceUID: stored.identity.seriesInstanceUID,
      found: stored.images.length,
      images: stored.record.depths.count,
      notCompleted: whyNotCompleted(stored, series).map(textOf),
      storedAs: series.seriesInstanceUID,
      outcome: null,
    };
    if (completion.notCompleted.length === 0) {
      return { ...completion, outcome: await this.store(series) };
    }
    if (!this.options.asNew) {
      return completion;
    }
    const other = build({ seriesNumber: nextSeriesNumber });
    return {
      ...completion,
      storedAs: other.seriesInstanceUID,
      outcome: await this.store(other),
    };
  }

  findSeries(): Promise<FoundSeries[]> {
    return findSeries(this.access, this.options.study);
  }

  private attributesOf(seriesInstanceUID: string) {
    return retrieveSeriesAttributes(this.access, this.options.study, seriesInstanceUID);
  }

  private async makeAgain({ record }: StoredSeries): Promise<BuildSeries> {
    const request = repeatRequest(record);
    const films = await findFilms(this.access, this.options.study);
    const film = films.find(({ sopInstanceUID }) => sopInstanceUID === record.radiographUid);
    if (film === undefined) {
      throw new CliError(
        EXIT.input,
        'The radiograph that the series was made from is not in the study any more, so the run cannot be repeated.'
      );
    }
    const input = await readInputBytes(await retrieveFilm(this.access, film), {
      radiograph: 'The radiograph of the study',
      ...{ frame: request.frame, turnedOver: request.turnedOver },
      ...{ pixelSpacingMm: null, patientId: null, studyUid: null },
      ...{ frame: request.frame, turnedOver: request.turnedOver },
    });
    const { bundle, runtime } = this.options;
    const bundleDir = bundle ?? this.context.defaultBundle;
    return makeAgain(
      { input, request, runtime: runtimeOf(record, runtime), bundleDir },
      this.context
    );
  }

  private async store(series: SyntheticSeries): Promise<StoreOutcome> {
    const bar = new ProgressBar(this.context.stderr);
    const onProgress = (done: number, total: number) => bar.update('store', done, total);
    try {
      return await storeSeries({ ...this.access, series, onProgress });
    } finally {
      bar.end();
    }
  }
}

function sentenceOf({ found, images, notCompleted, outcome }: Completion): string {
  const lines =
    notCompleted.length === 0
      ? []
      : [
          `Not completed: ${found} of ${images} images stay as they are.`,
          ...notCompleted.map(reason => `  ${reason}`),
          outcome === null
            ? '  Store it as a series of its own with --as-new.'
            : 'Stored as a series of its own:',
        ];
  return [...lines, ...(outcome === null ? [] : [sentenceOfSaved(outcome)])].join('\n');
}

const plainCompletion = (completion: Completion) => ({
  ...completion,
  outcome: completion.outcome && plainOutcome(completion.outcome),
});

const isStored = ({ outcome }: Completion) =>
  outcome?.state === 'stored-and-verified' || outcome?.state === 'stored';

function exitCodeOf(completions: readonly Completion[]): number {
  if (completions.some(({ notCompleted, outcome }) => notCompleted.length > 0 && !outcome)) {
    return EXIT.differs;
  }
  return completions.every(isStored) ? EXIT.ok : EXIT.notStored;
}

/**
 * The command `complete`: finds the series of a study that are stored in part, makes each again from its
 * record, and sends what is missing where it came out the same.
 */
export async function complete(options: CompleteOptions, context: CliContext): Promise<number> {
  const completing = new Completing(options, context);
  const all = await completing.findSeries();
  const partly = await completing.partlyStored(all);
  let nextSeriesNumber = Math.max(
    FIRST_SERIES_NUMBER,
    ...all.map(({ seriesNumber }) => seriesNumber + 1).filter(Number.isFinite)
  );
  const completions: Completion[] = [];
  for (const stored of partly) {
    completions.push(await completing.complete(stored, nextSeriesNumber));
    // The report has the number after its images.
    nextSeriesNumber += 2;
  }
  const nothing = 'Nothing to do: no synthetic series of the study is stored in part.';
  const text = options.json
    ? JSON.stringify(completions.map(plainCompletion), null, 2)
    : completions.map(sentenceOf).join('\n') || nothing;
  context.stdout.write(`${text}\n`);
  return exitCodeOf(completions);
}
