import {
  notRead,
  PanelError,
  type BundleMetadata,
  type Candidate,
  type CompartmentName,
  type CompartmentWidth,
  type JointSpace,
  type MeasuredMm,
  type WidthEnds,
  type WidthOnFilm,
  type FilmReading,
  type GeneratedSeries,
  type JobCallbacks,
  type OpenedRadiograph,
  type PanelHost,
  type ReadingSuggestions,
  type Region,
  type Sentence,
  type ReportedReadings,
  type Notice,
  type SaveOutcome,
  type Side,
  type StoredRun,
  type StudySnapshot,
  type SynthesisJob,
} from '../src/host';
import metadata from '../../../test/fixtures/tiny-bundle/configs/metadata.json';
import { sentence } from './sentence';

export const FRONTAL: Candidate = {
  id: 'frontal',
  imageUID: '1.2.10',
  seriesUID: '1.2.1',
  place: null,
  label: 'S:1 PA',
  usable: true,
  sure: true,
  reason: sentence('Its ViewPosition says that it is a frontal (PA) view.'),
};

export const LATERAL: Candidate = {
  id: 'lateral',
  imageUID: '1.2.11',
  seriesUID: '1.2.2',
  place: null,
  label: 'S:2 Lateral',
  usable: false,
  sure: false,
  reason: sentence('This radiograph is a lateral view.'),
};

/** A series that the archive has, made from the radiograph FRONTAL. */
export const STORED_RUN: StoredRun = {
  kind: 'series',
  id: 'stored',
  label: 'S:9001 SYNTHETIC coronal',
  candidateId: 'frontal',
  reading: { frame: 1, turnedOver: false },
  ...{ seed: 77, steps: 3, images: 3, stored: 3, missing: null, obstacle: null },
};

/** What the fake model's grader makes of every radiograph. */
export const SUGGESTIONS: ReadingSuggestions = {
  suggestions: [
    { name: 'XRKL', value: 2, probability: 0.808, kappa: 0.91 },
    { name: 'XROSFM', value: 1, probability: 0.6, kappa: 0.52 },
    { name: 'XRJSM', value: 0, probability: 0.95, kappa: 0.7 },
  ],
  untold: ['XRCHL'],
};

/** A job in the hands of a test. */
export interface RunningJob {
  job: SynthesisJob;
  completes: StoredRun | undefined;
  callbacks: JobCallbacks;
  finish(series?: Partial<GeneratedSeries>): void;
  fail(error: Error): void;
}

/** A host that does what a test tells it. */
export interface FakeHost extends PanelHost {
  setStudy(study: StudySnapshot | null): void;
  /** What is drawn on the radiograph, and the hand that drags it. */
  drawn: { region: Region; drag(region: Region): void } | null;
  drawnWidths: {
    widths: readonly WidthOnFilm[];
    drag(compartment: CompartmentName, ends: WidthEnds, isSettled: boolean): void;
  } | null;
  jobs: RunningJob[];
  regionLabel: string;
  widthLabel(width: MeasuredMm): string;
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

const edge = (y: number) => [
  { x: 0, y },
  { x: 10, y },
];

function widthOf(compartment: CompartmentName, x: number, gap: number): CompartmentWidth {
  return {
    compartment,
    widthMm: gap / 2,
    femurEnd: { x, y: 10 },
    tibiaEnd: { x, y: 10 + gap },
    femurEdge: edge(10),
    tibiaEdge: edge(10 + gap),
    confidence: compartment === 'medial' ? 0.9 : 0.3,
    doubts: compartment === 'medial' ? [] : ['unclear-edge'],
  };
}

/** On pixels of half a millimetre: 4 mm medial, 5 mm lateral. */
export const JOINT_SPACE: JointSpace = {
  medial: widthOf('medial', 8, 8),
  lateral: widthOf('lateral', 2, 10),
  scale: 'known',
  pixelSpacingMm: 0.5,
};

export function radiographOf(
  candidateId: string,
  side: Side | null,
  reading: FilmReading = { frame: 1, turnedOver: false }
): OpenedRadiograph {
  const crop = { grey: new Uint8ClampedArray(4), rows: 2, columns: 2 };
  return {
    candidateId,
    ...reading,
    frames: 1,
    side,
    sideReason: sentence(side ? 'Its Laterality names the side.' : 'Its attributes name no side.'),
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
        throw new PanelError(sentence('The region is too large.'));
      }
      return width > 20 ? [sentence('The region is large.')] : [];
    },
    centralRegion: () => ({ x: 5, y: 5, width: 10, height: 10 }),
    measureJointSpace: () => JOINT_SPACE,
  };
}

export function createFakeHost(
  options: {
    side?: Side | null;
    candidates?: Candidate[];
    obstacle?: Sentence;
    reports?: ReportedReadings[];
    suggestions?: ReadingSuggestions;
    model?: unknown;
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
    readModel: () => Promise.resolve((options.model ?? metadata) as BundleMetadata),
    drawn: null,
    drawnWidths: null,
    reportedReadings: () => options.reports ?? [],
    suggestReadings: () => Promise.resolve(options.suggestions ?? SUGGESTIONS),
    readReadingsFile: () =>
      Promise.reject(new PanelError(sentence('The table has no row for this knee.'))),
    looksFrontal: () => Promise.resolve(true),
    candidateOnShow: () => null,
    drawRegion(drawn, onChange) {
      this.drawn = drawn && { region: drawn.region, drag: onChange };
    },
    drawWidths(drawn, onChange) {
      this.drawnWidths = drawn && { widths: drawn.widths, drag: onChange };
    },
    openRadiograph: (candidateId, reading) =>
      Promise.resolve(radiographOf(candidateId, side, reading)),
    nameRegion(label) {
      this.regionLabel = label;
    },
    regionLabel: '',
    nameWidths(label) {
      this.widthLabel = label;
    },
    widthLabel: () => '',
    generate: (job, callbacks, completes) =>
      new Promise((resolve, reject) => {
        callbacks.signal.addEventListener('abort', () =>
          reject(new PanelError(sentence('Generation was cancelled.'), true))
        );
        const series: GeneratedSeries = {
          seriesInstanceUID: '1.2.3',
          images: job.slices ?? 0,
          options: { seed: job.seed, steps: job.steps ?? 0, solver: 'ddim', guidance: 1 },
        };
        jobs.push({
          job,
          completes,
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
      stored: series.completion?.isSame ? series.completion.found.stored : 0,
    }),
    save: (_series, { onProgress }) =>
      new Promise(resolve => saves.push({ onProgress, end: resolve })),
  };
}

export const NOTHING_READ = notRead();

/** Lets promises that are settled already take effect. */
export const settle = () => new Promise<void>(resolve => setTimeout(resolve));
