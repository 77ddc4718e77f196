import { notRead, type PanelHost, type ReadingName, type Side, type StoredRun } from '../../host';
import { createStore } from './createStore';
import { createJobActions } from './jobActions';
import { defaultOptions, INITIAL_OPTIONS } from './options';
import { withReading } from './readings';
import { createSaveActions, type OnEndedElsewhere } from './saveActions';
import { sentenceOf } from './sentenceOf';
import type { Options, SessionState } from './state';

/** What the panel's parts may do. */
export interface SessionActions {
  retryModel(): void;
  choose(candidateId: string): void;
  setSide(side: Side): void;
  setReading(name: ReadingName, value: number | null): void;
  clearReadings(): void;
  setOptions(change: Partial<Options>): void;
  generate(): void;
  cancel(): void;
  askToSave(): void;
  dismissSave(): void;
  confirmSave(): void;
  /** Makes a stored series again from its own record, and compares. */
  repeat(run: StoredRun): void;
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
    readings: notRead(),
    job: { status: 'idle' },
    save: { status: 'unsaved' },
  } as const;
}

/** Starts a session on the study that the host shows. */
export function createSession(
  host: PanelHost,
  onEndedElsewhere: OnEndedElsewhere = () => undefined
): Session {
  const store = createStore<SessionState>({
    study: null,
    model: { status: 'loading' },
    options: INITIAL_OPTIONS,
    ...forNewStudy(),
  });
  const job = createJobActions(host, store);
  const save = createSaveActions(host, store, onEndedElsewhere);

  const readModel = async () => {
    store.update({ model: { status: 'loading' } });
    try {
      const value = await host.readModel();
      store.update({
        model: { status: 'ready', value },
        options: defaultOptions(value, store.get().options.seed),
      });
      chooseFirst();
    } catch (error) {
      store.update({ model: { status: 'failed', message: sentenceOf(error) } });
    }
  };

  const propose = (side: Side | null) => {
    const { radiograph } = store.get();
    if (radiograph.status !== 'ready') {
      return;
    }
    try {
      const value = radiograph.value.propose(side);
      store.update({ side, region: { status: 'ready', value } });
    } catch (error) {
      store.update({ side, region: { status: 'failed', message: sentenceOf(error) } });
    }
  };

  /** Readings are of one knee: they do not follow the user to the other. */
  const chooseSide = (side: Side) => {
    const before = store.get().side;
    if (before !== null && before !== side) {
      store.update({ readings: notRead() });
    }
    propose(side);
  };

  const choose = async (candidateId: string) => {
    const before = store.get().candidateId;
    store.update({
      ...(before !== null && before !== candidateId ? { readings: notRead() } : {}),
      candidateId,
      radiograph: { status: 'loading' },
      region: { status: 'none' },
      side: null,
    });
    try {
      const value = await host.openRadiograph(candidateId);
      if (store.get().candidateId === candidateId) {
        store.update({ radiograph: { status: 'ready', value } });
        propose(value.side);
      }
    } catch (error) {
      if (store.get().candidateId === candidateId) {
        store.update({ radiograph: { status: 'failed', message: sentenceOf(error) } });
      }
    }
  };

  const repeat = async (run: StoredRun) => {
    if (store.get().job.status === 'running') {
      return;
    }
    await choose(run.candidateId);
    const { radiograph, candidateId } = store.get();
    if (radiograph.status !== 'ready' || candidateId !== run.candidateId) {
      return;
    }
    try {
      const again = host.repeatJob(run, radiograph.value);
      const { side, readings, seed, steps, solver, guidance = 1 } = again;
      const { region } = again;
      const { options } = store.get();
      store.update({
        side,
        readings,
        region: {
          status: 'ready',
          value: { region, looksLike: null, confidence: 1, notes: [] },
        },
        options: {
          ...options,
          seed,
          steps: steps ?? options.steps,
          solver: solver ?? options.solver,
          guidance,
          slices: again.depthsMm?.length ?? options.slices,
        },
      });
      job.start(again, series => host.compareWithStored(run, series));
    } catch (error) {
      store.update({ job: { status: 'failed', message: sentenceOf(error) } });
    }
  };

  const chooseFirst = () => {
    const { study, model, candidateId } = store.get();
    const first = study?.candidates.find(({ usable }) => usable);
    if (first && candidateId === null && model.status === 'ready') {
      void choose(first.id);
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
      if (before) {
        save.leave(before.studyInstanceUID);
      }
      const kept = study ? save.comeBack(study.studyInstanceUID) : {};
      store.update({ study, ...forNewStudy(), ...kept });
    }
    chooseFirst();
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
      choose: candidateId => void choose(candidateId),
      setSide: chooseSide,
      setReading: (name, value) =>
        store.update({ readings: withReading(store.get().readings, name, value) }),
      clearReadings: () => store.update({ readings: notRead() }),
      setOptions: change => store.update({ options: { ...store.get().options, ...change } }),
      ...job.actions,
      ...save.actions,
      repeat: run => void repeat(run),
    },
    hasUnsaved: save.hasUnsaved,
    stop() {
      unsubscribe();
      job.abandon();
      save.stop();
    },
  };
}
