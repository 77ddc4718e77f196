import type {
  BundleMetadata,
  Progress,
  Readings,
  Region,
  Runtime,
  Side,
  SliceBatch,
  SynthesisOptions,
} from '@xray-to-mri/engine';

export { findContradictions, notRead } from '@xray-to-mri/engine';
export type {
  BundleMetadata,
  Phase,
  Progress,
  Reading,
  ReadingName,
  Readings,
  ReadingVariable,
  Region,
  Runtime,
  Side,
  SliceBatch,
  Solver,
} from '@xray-to-mri/engine';

/** A radiograph of the study that the model may be given. */
export interface Candidate {
  /** The host's id of the display set. */
  id: string;
  label: string;
  /** Whether it may be used; `reason` says why, or why not. */
  usable: boolean;
  /** Whether the attributes say without a doubt that it is a frontal knee radiograph. */
  sure: boolean;
  reason: string;
}

/** What the user has to look at and confirm before anything is sampled. */
export interface Doubt {
  about: 'view' | 'side' | 'orientation' | 'region';
  sentence: string;
}

/** What the panel shows of the study that is open. */
export interface StudySnapshot {
  studyInstanceUID: string;
  /** Usable radiographs first. */
  candidates: readonly Candidate[];
  /** Stored synthetic series that can be made again. */
  storedRuns: readonly StoredRun[];
}

/** Grey levels of a part of the radiograph. */
export interface Crop {
  /** rows x columns, 0 black to 255 white; 0 as well where the film ends. */
  grey: Uint8ClampedArray;
  rows: number;
  columns: number;
}

/** Where the knee was found. */
export interface RegionProposal {
  region: Region;
  /** The knee that the picture looks like, to be confirmed by the user; null where both are on it. */
  looksLike: Side | null;
  /** 0 (a guess) to 1. */
  confidence: number;
  /** Sentences about what was assumed. */
  notes: readonly string[];
  doubts: readonly Doubt[];
}

/** A radiograph whose pixels have been read. */
export interface OpenedRadiograph {
  candidateId: string;
  /** The knee that the attributes name; null where the user has to say. */
  side: Side | null;
  sideReason: string;
  /** Sentences about what was assumed. */
  notes: readonly string[];
  doubts: readonly Doubt[];
  /** Finds the knee; for a film of both knees, the one of that side. */
  propose(side: Side | null): RegionProposal;
  /** What the model will see of a region, the way round that the film is shown. */
  crop(region: Region): Crop;
  /**
   * Checks a region that the user drew.
   * @returns sentences about what is odd but possible
   * @throws {PanelError} for one that cannot be used, with the reason
   */
  checkRegion(region: Region): readonly string[];
  /** A square of the model's size in the middle of the film. */
  centralRegion(): Region;
}

/** One press of "Generate". */
export interface SynthesisJob extends SynthesisOptions {
  radiograph: OpenedRadiograph;
  region: Region;
  side: Side;
  readings: Readings;
}

/** What sampling runs on. */
export interface RuntimeDescription {
  runtime: Runtime;
  threads: number;
  /** Why it is not a faster one. */
  notes: readonly string[];
}

export interface JobCallbacks {
  signal: AbortSignal;
  onRuntime(runtime: RuntimeDescription): void;
  /** How many other jobs come first, 0 when it is this one's turn; not called where there are none. */
  onWaiting(ahead: number): void;
  onProgress(progress: Progress): void;
  onSlices(batch: SliceBatch): void;
}

/** A synthetic series that exists in this browser only, until it is saved. */
export interface GeneratedSeries {
  seriesInstanceUID: string;
  images: number;
  options: { seed: number; steps: number; solver: string; guidance: number };
}

/** What the user is asked to confirm before images are stored. */
export interface SaveDescription {
  patient: string;
  study: string;
  series: string;
  target: string;
  images: number;
}

/** A synthetic series of the study that can be made again from its own record. */
export interface StoredRun {
  /** The host's id of the display set. */
  id: string;
  label: string;
  /** The radiograph that it was made from. */
  candidateId: string;
  seed: number;
  steps: number;
  images: number;
}

/** Whether a run that was repeated gave the same. */
export interface RepeatResult {
  verdict: 'identical' | 'within-tolerance' | 'different';
  /** Sentences about what is not as it was. */
  changes: readonly string[];
}

/** What a notice that the viewer shows outside the panel says. */
export interface Notice {
  title: string;
  message: string;
  type: 'success' | 'warning' | 'error';
}

/** How a save ended. */
export type SaveOutcome =
  | {
      state: 'saved';
      stored: number;
      /** Images whose pixels the archive gave back, the same as were sent; 0 where it gives none. */
      pixelsCompared: number;
      /** What could not be verified. */
      reasons: readonly string[];
    }
  | { state: 'partly-saved'; stored: number; images: number; reasons: readonly string[] }
  | { state: 'failed'; reasons: readonly string[] };

/** An error whose message is a sentence for the user. */
export class PanelError extends Error {
  override readonly name = 'PanelError';

  constructor(
    message: string,
    readonly cancelled = false,
    options?: ErrorOptions
  ) {
    super(message, options);
  }
}

/** Readings of a knee that a structured report of the study holds. */
export interface ReportedReadings {
  id: string;
  label: string;
  readings: Readings;
  /** How many have a value. */
  count: number;
}

/** All that the panel knows of the viewer it lives in. */
export interface PanelHost {
  /** Why nothing can be generated here at all, for example a viewer that is too old. */
  readonly obstacle: string | null;
  /** The language of the viewer, for example "en-US". */
  readonly language: string;
  getStudy(): StudySnapshot | null;
  /** @returns a function that ends the subscription */
  onStudyChange(listener: () => void): () => void;
  /** Readings of a knee in the study's structured reports; reports that name no side count for both. */
  reportedReadings(side: Side): readonly ReportedReadings[];
  /**
   * Readings of a knee from a table or JSON with the OAI's names.
   * @throws {PanelError} that says what is wrong with the file
   */
  readReadingsFile(file: Blob & { name: string }, side: Side): Promise<Readings>;
  /** @throws {PanelError} */
  readModel(): Promise<BundleMetadata>;
  /** @throws {PanelError} */
  openRadiograph(candidateId: string): Promise<OpenedRadiograph>;
  /**
   * Whether a radiograph looks like a frontal view of a knee; the viewer goes on showing what it shows.
   * @throws {PanelError}
   */
  looksFrontal(candidateId: string): Promise<boolean>;
  /**
   * Draws the region of interest on the radiograph, where the user can move and resize it with the
   * viewer's tools; null takes it away.
   */
  drawRegion(
    drawn: { radiograph: OpenedRadiograph; region: Region } | null,
    onChange: (region: Region) => void
  ): void;
  /**
   * Samples, makes DICOM images and shows them beside the radiograph.
   * @throws {PanelError}
   */
  generate(job: SynthesisJob, callbacks: JobCallbacks): Promise<GeneratedSeries>;
  /**
   * The job that made a stored series.
   * @throws {PanelError} where it cannot be made again, with the reason
   */
  repeatJob(run: StoredRun, radiograph: OpenedRadiograph): SynthesisJob;
  /** Whether a series is what the stored run gave. */
  compareWithStored(run: StoredRun, series: GeneratedSeries): Promise<RepeatResult>;
  /** Has the viewer show a notice that stays when the study is left. */
  notify(notice: Notice): void;
  /**
   * Asks the question before the page or the study is left while it is needed.
   * @returns a function that ends it
   */
  guardLeaving(isNeeded: () => boolean, question: string): () => void;
  /** @throws {PanelError} where the series may not be stored, with the reason */
  describeSave(series: GeneratedSeries): SaveDescription;
  /** Stores the series and verifies that it is there; never throws. */
  save(
    series: GeneratedSeries,
    callbacks: { signal: AbortSignal; onProgress(done: number, total: number): void }
  ): Promise<SaveOutcome>;
}
