import {
  notRead,
  PanelError,
  type BundleMetadata,
  type Candidate,
  type GeneratedSeries,
  type JobCallbacks,
  type OpenedRadiograph,
  type PanelHost,
  type Region,
  type ReportedReadings,
  type Notice,
  type SaveOutcome,
  type Side,
  type StoredRun,
  type StudySnapshot,
  type SynthesisJob,
} from '../src/host';
import metadata from '../../../test/fixtures/tiny-bundle/configs/metadata.json';

export const FRONTAL: Candidate = {
  id: 'frontal',
  label: 'S:1 PA',
  usable: true,
  sure: true,
  reason: 'Its ViewPosition says that it is a frontal (PA) view.',
};

export const LATERAL: Candidate = {
  id: 'lateral',
  label: 'S:2 Lateral',
  usable: false,
  sure: false,
  reason: 'This radiograph is a lateral view.',
};

/** A job in the hands of a test. */
export interface RunningJob {
  job: SynthesisJob;
  callbacks: JobCallbacks;
  finish(series?: Partial<GeneratedSeries>): void;
  fail(error: Error): void;
}

/** A host that does what a test tells it. */
export interface FakeHost extends PanelHost {
  setStudy(study: StudySnapshot | null): void;
  /** What is drawn on the radiograph, and the hand that drags it. */
  drawn: { region: Region; drag(region: Region): void } | null;
  jobs: RunningJob[];
  notices: Notice[];
  saves: { onProgress(done: number, total: number): void; end(outcome: SaveOutcome): void }[];
}

export function studyWith(
  candidates: Candidate[],
  studyInstanceUID = '1.2',
  storedRuns: StoredRun[] = []
): StudySnapshot {
  return { studyInstanceUID, candidates, storedRuns };
}

export function radiographOf(candidateId: string, side: Side | null): OpenedRadiograph {
  const crop = { grey: new Uint8ClampedArray(4), rows: 2, columns: 2 };
  return {
    candidateId,
    side,
    sideReason: side ? 'Its Laterality names the side.' : 'Its attributes name no side.',
    notes: [],
    doubts: [],
    propose: wanted => ({
      region: { x: wanted === 'L' ? 100 : 0, y: 0, width: 10, height: 10 },
      looksLike: wanted,
      confidence: 1,
      notes: [],
      doubts: [],
    }),
    crop: () => crop,
    checkRegion: ({ width }) => {
      if (width > 50) {
        throw new PanelError('The region is too large.');
      }
      return width > 20 ? ['The region is large.'] : [];
    },
    centralRegion: () => ({ x: 5, y: 5, width: 10, height: 10 }),
  };
}

export function createFakeHost(
  options: {
    side?: Side | null;
    candidates?: Candidate[];
    obstacle?: string;
    reports?: ReportedReadings[];
  } = {}
): FakeHost {
  const listeners = new Set<() => void>();
  let study: StudySnapshot | null = studyWith(options.candidates ?? [FRONTAL]);
  const side = options.side === undefined ? 'R' : options.side;
  const jobs: RunningJob[] = [];
  const saves: FakeHost['saves'] = [];
  return {
    obstacle: options.obstacle ?? null,
    language: 'en',
    jobs,
    saves,
    getStudy: () => study,
    setStudy(next) {
      study = next;
      listeners.forEach(listener => listener());
    },
    onStudyChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    readModel: () => Promise.resolve(metadata as unknown as BundleMetadata),
    drawn: null,
    reportedReadings: () => options.reports ?? [],
    readReadingsFile: () => Promise.reject(new PanelError('The table has no row for this knee.')),
    looksFrontal: () => Promise.resolve(true),
    drawRegion(drawn, onChange) {
      this.drawn = drawn && { region: drawn.region, drag: onChange };
    },
    openRadiograph: candidateId => Promise.resolve(radiographOf(candidateId, side)),
    generate: (job, callbacks) =>
      new Promise((resolve, reject) => {
        callbacks.signal.addEventListener('abort', () =>
          reject(new PanelError('Generation was cancelled.', true))
        );
        const series: GeneratedSeries = {
          seriesInstanceUID: '1.2.3',
          images: job.slices ?? 0,
          options: { seed: job.seed, steps: job.steps ?? 0, solver: 'ddim', guidance: 1 },
        };
        jobs.push({
          job,
          callbacks,
          finish: change => resolve({ ...series, ...change }),
          fail: reject,
        });
      }),
    notices: [],
    repeatJob: (_run, radiograph) => ({
      radiograph,
      region: { x: 1.5, y: 2, width: 30, height: 30 },
      side: 'L',
      readings: { ...notRead(), XRKL: { value: 4, source: 'report' } },
      seed: 77,
      steps: 3,
      solver: 'ddim',
      guidance: 1.25,
      depthsMm: [-1, 0, 1],
    }),
    compareWithStored: () => Promise.resolve({ verdict: 'identical', changes: [] }),
    notify(notice) {
      this.notices.push(notice);
    },
    guardLeaving: () => () => undefined,
    describeSave: series => ({
      patient: 'Doe, Jane - 0815',
      study: 'Knee - 2020-01-01',
      series: 'SYNTHETIC coronal MRI',
      target: 'PACS - /dicom-web',
      images: series.images,
    }),
    save: (_series, { onProgress }) =>
      new Promise(resolve => saves.push({ onProgress, end: resolve })),
  };
}

export const NOTHING_READ = notRead();

/** Lets promises that are settled already take effect. */
export const settle = () => new Promise<void>(resolve => setTimeout(resolve));
