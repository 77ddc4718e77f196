import type { GeneratedSeries, PanelHost } from '../../host';
import type { Store } from './createStore';
import { sentenceOf } from './sentenceOf';
import type { SessionState } from './state';

/** Asking, confirming and following a save. */
export function createSaveActions(host: PanelHost, store: Store<SessionState>) {
  const series = (): GeneratedSeries | null => {
    const { job } = store.get();
    return job.status === 'done' ? job.series : null;
  };

  const save = async (generated: GeneratedSeries) => {
    const isCurrent = () => series() === generated;
    store.update({ save: { status: 'saving', done: 0, total: generated.images } });
    const outcome = await host.save(generated, {
      signal: new AbortController().signal,
      onProgress: (done, total) => {
        if (isCurrent()) {
          store.update({ save: { status: 'saving', done, total } });
        }
      },
    });
    if (isCurrent()) {
      store.update({ save: { status: 'ended', outcome } });
    }
  };

  return {
    askToSave() {
      const generated = series();
      if (!generated) {
        return;
      }
      try {
        const description = host.describeSave(generated);
        store.update({ save: { status: 'confirming', description } });
      } catch (error) {
        store.update({ save: { status: 'refused', message: sentenceOf(error) } });
      }
    },
    dismissSave() {
      if (store.get().save.status === 'confirming') {
        store.update({ save: { status: 'unsaved' } });
      }
    },
    confirmSave() {
      const generated = series();
      if (generated && store.get().save.status === 'confirming') {
        void save(generated);
      }
    },
  };
}
