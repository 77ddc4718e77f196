import {
  notRead,
  type Candidate,
  type CompartmentName,
  type PanelHost,
  type ReadingName,
  type Readings,
  type Side,
  type StoredRun,
} from '../../host';
import { createStore } from './createStore';
import { createJobActions, type JobPlan } from './jobActions';
import { defaultOptions, INITIAL_OPTIONS } from './options';
import { createKneeActions } from './kneeActions';
import { filmOf, kneeRead } from './kneeReadings';
import type { Nudge } from './nudge';
import { createReadingActions, type KneeOnShow } from './readingActions';
import { createSaveActions, type OnEndedElsewhere } from './saveActions';
import { createSuggestionActions } from './suggestionActions';
import { sentenceOf } from './sentenceOf';
import type { Options, SessionState } from './state';
import { createStudyMemory, type StudyMemory, type StudyWork } from './studyMemory';
import { createWidthActions } from './widthActions';
import type { WidthEnd } from './widths';

/** What the panel's parts may do. */
export interface SessionActions {
  retryModel(): void;
  choose(candidateId: string): void;
  /** Chooses the image that the viewer shows, if it is usable, and says which one it is. */
  chooseShown(): Candidate | null;
  setSide(side: Side): void;
  /** Turns the film over, left and right, or back. */
  turnOver(): void;
  /** Takes another picture of a multi-frame image, counted from 1. */
  setFrame(frame: number): void;
  /** Moves or resizes the region by parts of its width. */
  nudgeRegion(nudge: Nudge): void;
  /** The region that the picture proposes, again. */
  resetRegion(): void;
  /** A region in the middle of the film. */
  placeRegion(): void;
  /** The user has looked at what was doubted. */
  confirm(): void;
  setReading(name: ReadingName, value: number | null): void;
  /** Takes over readings that were made elsewhere, unless another knee than that is on show by now. */
  importReadings(readings: Readings, ofKnee?: KneeOnShow): void;
  clearReadings(): void;
  /** Takes the last change of the readings back. */
  undoReadings(): void;
  /** Asks the model's grader; nothing is filled in before it is accepted. */
  suggestReadings(): void;
  acceptSuggestion(name: ReadingName): void;
  /** Takes over the suggestions for what nobody has read. */
  acceptSuggestions(): void;
  dismissSuggestions(): void;
  /** Traces and measures the joint space of the knee on show. */
  measureWidths(): void;
  moveWidthEnd(
    compartment: CompartmentName,
    end: WidthEnd,
    byMm: { right: number; down: number }
  ): void;
  /** Takes the last move of an end back. */
  undoWidths(): void;
  /** Ends where they were traced, again. */
  resetWidths(): void;
  clearWidths(): void;
  setOptions(change: Partial<Options>): void;
  generate(): void;
  cancel(): void;
  askToSave(): void;
  dismissSave(): void;
  confirmSave(): void;
  /** Makes a stored series again from its own record, and compares. */
  repeat(run: StoredRun): void;
  /** Makes a series again that is stored in part, and asks to save the rest where it is the same. */
  complete(run: StoredRun): void;
}

/** The panel's state and actions; it outlives the panel, which the host unmounts with its tab. */
export interface Session {
  getState(): SessionState;
  subscribe(listener: () => void): () => void;
  readonly actions: SessionActions;
  /** Whether anything would be lost if the page were left now. */
  hasUnsaved(): boolean;
  stop(): void;
}

function forNewStudy() {
  return {
    candidateId: null,
    radiograph: { status: 'none' },
    side: null,
    region: { status: 'none' },
    confirmed: false,
    looks: {},
    readings: notRead(),
    earlierReadings: [],
    otherKnees: {},
    comingBack: null,
    suggested: null,
    jointSpace: null,
    job: { status: 'idle' },
    save: { status: 'unsaved' },
  } as const;
}

/** Readings are back at once, the rest of the work with its film. */
const returnTo = (work: StudyWork) => ({
  readings: work.readings,
  earlierReadings: work.earlierReadings,
  otherKnees: work.otherKnees,
  comingBack: work,
});

/**
 * Starts a session on the study that the host shows.
 * @param memory what is to outlast the session, which ends with the mode
 */
export function createSession(
  host: PanelHost,
  onEndedElsewhere: OnEndedElsewhere = () => undefined,
  memory: StudyMemory = createStudyMemory()
): Session {
  const store = createStore<SessionState>({
    study: null,
    model: { status: 'loading' },
    options: INITIAL_OPTIONS,
    ...forNewStudy(),
  });
  const knee = createKneeActions(host, store);
  const job = createJobActions(host, store);
  const save = createSaveActions(host, store, onEndedElsewhere);
  const readings = createReadingActions(store);
  const widths = createWidthActions(host, store);
  const suggestions = createSuggestionActions(host, store, readings.importReadings);

  const readModel = async () => {
    store.update({ model: { status: 'loading' } });
    try {
      const value = await host.readModel();
      store.update({
        model: { status: 'ready', value },
        options: memory.options ?? defaultOptions(value, store.get().options.seed),
      });
      void knee.chooseFirst();
    } catch (error) {
      store.update({ model: { status: 'failed', message: sentenceOf(error) } });
    }
  };

  const repeat = async (run: StoredRun, plan: JobPlan) => {
    if (store.get().job.status === 'running' || run.candidateId === null) {
      return;
    }
    const before = store.get();
    await knee.choose(run.candidateId, run.reading);
    const { radiograph, candidateId } = store.get();
    if (radiograph.status !== 'ready' || candidateId !== run.candidateId) {
      return;
    }
    try {
      const again = host.repeatJob(run, radiograph.value);
      const { side, readings, seed, steps, solver, guidance = 1 } = again;
      const { region } = again;
      const { options } = store.get();
      const last = kneeRead(before);
      const isSameKnee = last.film === filmOf(before, candidateId) && last.side === side;
      store.update({
        side,
        readings,
        earlierReadings: isSameKnee ? [...before.earlierReadings, before.readings] : [],
        confirmed: true,
        options: {
          ...options,
          seed,
          steps: steps ?? options.steps,
          solver: solver ?? options.solver,
          guidance,
          slices: again.depthsMm?.length ?? options.slices,
        },
      });
      knee.adopt(region);
      job.start(again, plan);
    } catch (error) {
      store.update({ job: { status: 'failed', message: sentenceOf(error) } });
    }
  };

  const followStudy = () => {
    const study = host.getStudy();
    const before = store.get().study;
    const isOther = study?.studyInstanceUID !== before?.studyInstanceUID;
    if (!isOther) {
      store.update({ study });
    } else {
      job.abandon();
      suggestions.giveUp();
      knee.clear();
      if (before) {
        memory.leave(store.get());
        save.leave(before.studyInstanceUID);
      }
      const work = study && memory.workOn(study.studyInstanceUID);
      const kept = study ? save.comeBack(study.studyInstanceUID) : {};
      store.update({ study, ...forNewStudy(), ...(work ? returnTo(work) : {}), ...kept });
    }
    void knee.chooseFirst();
  };

  const unsubscribe = host.onStudyChange(followStudy);
  followStudy();
  if (host.obstacle === null) {
    void readModel();
  }

  return {
    getState: store.get,
    subscribe: store.subscribe,
    actions: {
      retryModel: () => void readModel(),
      ...knee.actions,
      ...readings,
      ...suggestions.actions,
      ...widths.actions,
      setOptions(change) {
        memory.options = { ...store.get().options, ...change };
        store.update({ options: memory.options });
      },
      ...job.actions,
      ...save.actions,
      repeat: run => void repeat(run, { compare: series => host.compareWithStored(run, series) }),
      complete: run =>
        void repeat(run, {
          completes: run,
          onDone: ({ completion }) => completion?.isSame && save.actions.askToSave(),
        }),
    },
    hasUnsaved: save.hasUnsaved,
    stop() {
      memory.leave(store.get());
      unsubscribe();
      knee.clear();
      job.abandon();
      suggestions.giveUp();
      widths.stop();
      save.stop();
    },
  };
}
