import type {
  BundleMetadata,
  CompartmentName,
  FiledReadings,
  ReadingSuggestions,
  Region,
  Sentence,
  Side,
} from '@xray-to-mri/engine';
import type { GeneratedSeries, JobCallbacks, RepeatResult, SynthesisJob } from './job';
import type {
  FilmReading,
  MeasuredMm,
  OpenedRadiograph,
  WidthEnds,
  WidthOnFilm,
} from './radiograph';
import type { SaveDescription, SaveOutcome } from './saving';
import type { ReportedReadings, StoredRun, StudySnapshot } from './study';

/** What a notice that the viewer shows outside the panel says. */
export interface Notice {
  title: string;
  message: string;
  type: 'success' | 'warning' | 'error';
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
   * Readings of a knee from a table or JSON with the OAI's names, and whether the file says that they are of it.
   * @throws {PanelError} that says what is wrong with the file
   */
  readReadingsFile(file: Blob & { name: string }, side: Side): Promise<FiledReadings>;
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
  /** The candidate whose image the viewer shows, wherever the user has gone to; null where it shows none. */
  candidateOnShow(): string | null;
  /** What is written beside the rectangle on the radiograph. */
  nameRegion(label: string): void;
  /** What is written beside a joint-space width on the radiograph. */
  nameWidths(label: (width: MeasuredMm) => string): void;
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
