import type {
  BundleMetadata,
  CompartmentName,
  FilmPoint,
  JointSpace,
  MeasuredWidth,
  PatientValues,
  Progress,
  Readings,
  ReadingSuggestions,
  Region,
  Runtime,
  Sentence,
  Side,
  SliceBatch,
  SynthesisOptions,
} from '@xray-to-mri/engine';
import { SpokenError } from '@xray-to-mri/engine';

export {
  askedOfPatient,
  ENGLISH,
  findContradictions,
  notRead,
  saysTheSame,
  textOf,
} from '@xray-to-mri/engine';
export type {
  BundleMetadata,
  CompartmentName,
  CompartmentWidth,
  FilmPoint,
  JointSpace,
  MeasuredWidth,
  WidthDoubt,
  Phase,
  Progress,
  Reading,
  PatientName,
  PatientValues,
  ReadingName,
  Readings,
  ReadingSuggestion,
  ReadingSuggestions,
  ReadingVariable,
  Region,
  Runtime,
  Sentence,
  Side,
  SliceBatch,
  Solver,
} from '@xray-to-mri/engine';

/** A radiograph of the study that the model may be given. */
export interface Candidate {
  /** The host's id of the display set. */
  id: string;
  /** SOP Instance UID; null where the viewer does not tell it. */
  imageUID: string | null;
  label: string;
  /** Whether it may be used; `reason` says why, or why not. */
  usable: boolean;
  /** Whether the attributes say without a doubt that it is a frontal knee radiograph. */
  sure: boolean;
  reason: Sentence;
}

/** What the user has to look at and confirm before anything is sampled. */
export interface Doubt {
  about: 'view' | 'side' | 'orientation' | 'region' | 'frame';
  sentence: Sentence;
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
  /** What was assumed. */
  notes: readonly Sentence[];
  doubts: readonly Doubt[];
}

/** What the attributes of a radiograph do not say of how it is to be read. */
export interface FilmReading {
  /** Which picture of a multi-frame image, counted from 1. */
  frame: number;
  /** Whether it is seen from behind, whatever its attributes say. */
  turnedOver: boolean;
}

/** A radiograph whose pixels have been read. */
export interface OpenedRadiograph extends FilmReading {
  candidateId: string;
  /** How many pictures the image holds. */
  frames: number;
  /** The knee that the attributes name; null where the user has to say. */
  side: Side | null;
  sideReason: Sentence;
  /** What was assumed. */
  notes: readonly Sentence[];
  doubts: readonly Doubt[];
  /** What its attributes say of the person, where the model asks for it. */
  patient?: PatientValues;
  /** Finds the knee; for a film of both knees, the one of that side. */
  propose(side: Side | null): RegionProposal;
  /** What the model will see of a region, the way round that the film is shown. */
  crop(region: Region): Crop;
  /**
   * Checks a region that the user drew.
   * @returns what is odd but possible
   * @throws {PanelError} for one that cannot be used, with the reason
   */
  checkRegion(region: Region): readonly Sentence[];
  /** A square of the model's size in the middle of the film. */
  centralRegion(): Region;
  /**
   * Traces the bones' edges at the joint space of the knee in a region, and measures its width.
   * @throws {PanelError}
   */
  measureJointSpace(region: Region, side: Side): JointSpace;
}

/** Where a joint-space width is measured. */
export interface WidthEnds {
  femur: FilmPoint;
  tibia: FilmPoint;
}

/** A joint-space width as it is drawn on the film. */
export interface WidthOnFilm {
  compartment: CompartmentName;
  /** What is written beside it, in the user's language. */
  label: string;
  ends: WidthEnds;
  edges: readonly (readonly FilmPoint[])[];
}

/** One press of "Generate". */
export interface SynthesisJob extends SynthesisOptions {
  radiograph: OpenedRadiograph;
  region: Region;
  side: Side;
  readings: Readings;
  /** Kept with the run and written into its report; nothing is sampled from them. */
  measuredWidths?: readonly MeasuredWidth[];
}

/** What sampling runs on. */
export interface RuntimeDescription {
  runtime: Runtime;
  threads: number;
  /** Why it is not a faster one. */
  notes: readonly Sentence[];
}

export interface JobCallbacks {
  signal: AbortSignal;
  onRuntime(runtime: RuntimeDescription): void;
  /** How many other jobs come first, 0 when it is this one's turn; not called where there are none. */
  onWaiting(ahead: number): void;
  onProgress(progress: Progress): void;
  onSlices(batch: SliceBatch): void;
}

/** What came of making a stored series again to complete it. */
export type Completion =
  /** The series is the stored one to the last bit; saving it sends what is missing. */
  | { isSame: true; found: PartlySaved }
  /** It is a series of its own, for these reasons. */
  | { isSame: false; reasons: readonly Sentence[] };

/** A synthetic series that exists in this browser only, until it is saved. */
export interface GeneratedSeries {
  seriesInstanceUID: string;
  images: number;
  options: { seed: number; steps: number; solver: string; guidance: number };
  /** Where a stored series was to be completed. */
  completion?: Completion;
}

/** What the user is asked to confirm before images are stored. */
export interface SaveDescription {
  patient: string;
  study: string;
  series: string;
  target: string;
  images: number;
  /** How many of them are in the archive already. */
  stored: number;
}

/** A synthetic series of the study, or its report, with the record of the run that made it. */
export interface StoredRun {
  kind: 'series' | 'report';
  /** The host's id of the display set. */
  id: string;
  label: string;
  /** The radiograph that it was made from; null where the study does not have it. */
  candidateId: string | null;
  /** How that was read. */
  reading: FilmReading;
  seed: number;
  steps: number;
  /** Images that the run made, and how many of them are stored. */
  images: number;
  stored: number;
  /** What the archive lacks of a series. */
  missing: 'images' | 'report' | null;
  /** Why the run cannot be made again, or null. */
  obstacle: Sentence | null;
}

/** Whether a run that was repeated gave the same. */
export interface RepeatResult {
  verdict: 'identical' | 'within-tolerance' | 'different';
  /** What is not as it was. */
  changes: readonly Sentence[];
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
      reasons: readonly Sentence[];
    }
  | PartlySaved
  | { state: 'failed'; reasons: readonly Sentence[] };

/** Some images are in the archive, or all of them but not all is well. */
export interface PartlySaved {
  state: 'partly-saved';
  stored: number;
  images: number;
  reasons: readonly Sentence[];
}

/** An error whose message is a sentence for the user. */
export class PanelError extends SpokenError {
  override readonly name = 'PanelError';

  constructor(
    sentence: Sentence,
    readonly cancelled = false,
    options?: ErrorOptions
  ) {
    super(sentence, options);
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
  readonly obstacle: Sentence | null;
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
  /**
   * What the model's grader would read; it fills in nothing.
   * @throws {PanelError} with `cancelled` set when it was given up
   */
  suggestReadings(
    radiograph: OpenedRadiograph,
    region: Region,
    side: Side,
    signal: AbortSignal
  ): Promise<ReadingSuggestions>;
  /** @throws {PanelError} */
  readModel(): Promise<BundleMetadata>;
  /**
   * Reads a radiograph.
   * @param reading as its attributes say and, of several pictures, the first, where it is left out
   * @throws {PanelError}
   */
  openRadiograph(candidateId: string, reading?: FilmReading): Promise<OpenedRadiograph>;
  /**
   * Whether a radiograph looks like a frontal view of a knee; the viewer goes on showing what it shows.
   * @throws {PanelError}
   */
  looksFrontal(candidateId: string): Promise<boolean>;
  /** What is written beside the rectangle on the radiograph. */
  nameRegion(label: string): void;
  /**
   * Draws the region of interest on the radiograph, where the user can move and resize it with the
   * viewer's tools; null takes it away.
   */
  drawRegion(
    drawn: { radiograph: OpenedRadiograph; region: Region } | null,
    onChange: (region: Region) => void
  ): void;
  /**
   * Draws joint-space widths on the radiograph, whose ends the user can drag with the viewer's tools; null
   * takes them away.
   * @param onChange hears of every move, and at the end that the hand rests
   */
  drawWidths(
    drawn: { radiograph: OpenedRadiograph; widths: readonly WidthOnFilm[] } | null,
    onChange: (compartment: CompartmentName, ends: WidthEnds, isSettled: boolean) => void
  ): void;
  /**
   * Samples, makes DICOM images and shows them beside the radiograph.
   * @param completes the stored series that the images are to be the rest of, where they come out the same
   * @throws {PanelError}
   */
  generate(
    job: SynthesisJob,
    callbacks: JobCallbacks,
    completes?: StoredRun
  ): Promise<GeneratedSeries>;
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
