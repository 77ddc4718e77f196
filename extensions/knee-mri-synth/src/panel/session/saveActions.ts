import type { GeneratedSeries, PanelHost, SaveDescription, SaveOutcome } from '../../host';
import type { Store } from './createStore';
import { sentenceOf } from './sentenceOf';
import type { Job, Save, SessionState } from './state';

/** A result of a study that is not on show any more. */
interface LeftResult {
  job: Extract<Job, { status: 'done' }>;
  save: Save;
}

/** Told of a save that ended when its study was not on show. */
export type OnEndedElsewhere = (description: SaveDescription, outcome: SaveOutcome) => void;

const isSafe = (save: Save) => save.status === 'ended' && save.outcome.state === 'saved';

/**
 * Asking, confirming and following a save. A study may be left meanwhile: the save goes on, its end is told,
 * and whoever comes back finds result and state as they are.
 */
export function createSaveActions(
  host: PanelHost,
  store: Store<SessionState>,
  onEndedElsewhere: OnEndedElsewhere
) {
  const left = new Map<string, LeftResult>();
  let isStopped = false;

  const series = (): GeneratedSeries | null => {
    const { job } = store.get();
    return job.status === 'done' ? job.series : null;
  };

  const isOnShow = (generated: GeneratedSeries) => !isStopped && series() === generated;

  const setState = (generated: GeneratedSeries, save: Save) => {
    if (isOnShow(generated)) {
      store.update({ save });
      return;
    }
    for (const [study, result] of left) {
      if (result.job.series === generated) {
        left.set(study, { ...result, save });
      }
    }
  };

  const save = async (generated: GeneratedSeries, description: SaveDescription) => {
    setState(generated, { status: 'saving', done: 0, total: generated.images });
    const outcome = await host.save(generated, {
      signal: new AbortController().signal,
      onProgress: (done, total) => setState(generated, { status: 'saving', done, total }),
    });
    if (!isOnShow(generated)) {
      onEndedElsewhere(description, outcome);
    }
    setState(generated, { status: 'ended', outcome });
  };

  return {
    /** Keeps the result of a study that is left, unless it is safe in the archive. */
    leave(studyInstanceUID: string) {
      const { job, save: state } = store.get();
      left.delete(studyInstanceUID);
      if (job.status === 'done' && !isSafe(state)) {
        const kept = state.status === 'confirming' ? state.before : state;
        left.set(studyInstanceUID, { job, save: kept });
      }
    },
    /** The result of a study that the user comes back to. */
    comeBack(studyInstanceUID: string): Partial<LeftResult> {
      const result = left.get(studyInstanceUID);
      left.delete(studyInstanceUID);
      return result ?? {};
    },
    /** Whether any result, of this study or of one that was left, is not wholly in the archive. */
    hasUnsaved: () => {
      const { job, save: state } = store.get();
      const others = [...left.values()].map(result => result.save);
      return [...others, ...(job.status === 'done' ? [state] : [])].some(one => !isSafe(one));
    },
    stop() {
      isStopped = true;
    },
    actions: {
      askToSave() {
        const generated = series();
        if (!generated) {
          return;
        }
        try {
          const description = host.describeSave(generated);
          const { save: before } = store.get();
          store.update({ save: { status: 'confirming', description, before } });
        } catch (error) {
          store.update({ save: { status: 'refused', message: sentenceOf(error) } });
        }
      },
      dismissSave() {
        const { save: state } = store.get();
        if (state.status === 'confirming') {
          store.update({ save: state.before });
        }
      },
      confirmSave() {
        const generated = series();
        const { save: state } = store.get();
        if (generated && state.status === 'confirming') {
          void save(generated, state.description);
        }
      },
    },
  };
}
