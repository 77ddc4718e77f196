import {
  notRead,
  PanelError,
  type PanelHost,
  type ReadingName,
  type Readings,
  type ReadingSuggestion,
} from '../../host';
import type { Store } from './createStore';
import { sentenceOf } from './sentenceOf';
import type { SessionState, Suggested } from './state';

/** What is suggested for the knee that is on show; null for what was suggested for another. */
export function currentSuggestions({
  suggested,
  radiograph,
  region,
  side,
}: SessionState): Suggested | null {
  const isOfThis =
    suggested !== null &&
    radiograph.status === 'ready' &&
    region.status === 'ready' &&
    suggested.radiograph === radiograph.value &&
    suggested.region === region.value.region &&
    suggested.side === side;
  return isOfThis ? suggested : null;
}

/** The suggestion for a reading that stands otherwise, or not at all; null where there is none. */
export function openSuggestion(state: SessionState, name: ReadingName): ReadingSuggestion | null {
  const found = currentSuggestions(state)?.found;
  const suggestion =
    found?.status === 'ready' ? found.value.suggestions.find(one => one.name === name) : undefined;
  return suggestion && state.readings[name].value !== suggestion.value ? suggestion : null;
}

/** How many suggestions are for readings that nobody has read. */
export function countUnreadSuggested(state: SessionState): number {
  const found = currentSuggestions(state)?.found;
  return found?.status === 'ready'
    ? found.value.suggestions.filter(({ name }) => state.readings[name].value === null).length
    : 0;
}

/** Asking the model's grader for readings, and taking over what the user accepts of them. */
export function createSuggestionActions(
  host: PanelHost,
  store: Store<SessionState>,
  importReadings: (readings: Readings) => void
) {
  let abort: AbortController | null = null;

  const take = (suggestions: readonly ReadingSuggestion[]) => {
    const accepted = suggestions.map(({ name, value }) => [name, { value, source: 'suggested' }]);
    importReadings({ ...notRead(), ...Object.fromEntries(accepted) });
  };

  const ask = async (suggested: Suggested, signal: AbortSignal) => {
    const { radiograph, region, side } = suggested;
    const settle = (found: Suggested['found']) => {
      if (!signal.aborted) {
        store.update({ suggested: { ...suggested, found } });
      }
    };
    try {
      const value = await host.suggestReadings(radiograph, region, side, signal);
      settle({ status: 'ready', value });
    } catch (error) {
      const cancelled = error instanceof PanelError && error.cancelled;
      settle(cancelled ? { status: 'none' } : { status: 'failed', message: sentenceOf(error) });
    }
  };

  const give = () => {
    abort?.abort();
    abort = null;
  };

  return {
    /** Nothing is awaited any more. */
    giveUp: give,
    actions: {
      suggestReadings() {
        const { radiograph, region, side } = store.get();
        if (radiograph.status !== 'ready' || region.status !== 'ready' || side === null) {
          return;
        }
        give();
        abort = new AbortController();
        const suggested: Suggested = {
          radiograph: radiograph.value,
          region: region.value.region,
          side,
          found: { status: 'loading' },
        };
        store.update({ suggested });
        void ask(suggested, abort.signal);
      },
      acceptSuggestion(name: ReadingName) {
        const suggestion = openSuggestion(store.get(), name);
        if (suggestion) {
          take([suggestion]);
        }
      },
      /** Takes over what nobody has read; what somebody has read stays. */
      acceptSuggestions() {
        const state = store.get();
        const found = currentSuggestions(state)?.found;
        if (found?.status === 'ready') {
          take(found.value.suggestions.filter(({ name }) => state.readings[name].value === null));
        }
      },
      dismissSuggestions() {
        give();
        store.update({ suggested: null });
      },
    },
  };
}
