import { notRead, type ReadingName, type Readings } from '../../host';
import type { Store } from './createStore';
import { withReading } from './readings';
import type { SessionState } from './state';

/** Steps that can be undone. */
const MOST_STEPS = 100;

/** Which knee a file or report was asked for. */
export type KneeOnShow = Pick<SessionState, 'candidateId' | 'side'>;

/** Typing, importing, clearing and undoing readings. */
export function createReadingActions(store: Store<SessionState>) {
  const change = (readings: Readings) => {
    const { readings: before, earlierReadings } = store.get();
    const earlier = [...earlierReadings, before].slice(-MOST_STEPS);
    store.update({ readings, earlierReadings: earlier });
  };
  return {
    setReading(name: ReadingName, value: number | null) {
      const { readings } = store.get();
      const { value: before, source } = readings[name];
      // What was taken over from elsewhere and is typed again has been read by a person.
      const isSame = before === value && (value === null || source === 'typed');
      if (!isSame) {
        change(withReading(readings, name, value));
      }
    },
    /**
     * Takes over what was read elsewhere; what was not read there stays.
     * @param ofKnee the knee that it was asked for, where the user may have gone on to another since
     */
    importReadings(imported: Readings, ofKnee?: KneeOnShow) {
      const { candidateId, side } = store.get();
      if (ofKnee && (ofKnee.candidateId !== candidateId || ofKnee.side !== side)) {
        return;
      }
      const given = Object.entries(imported).filter(([, { value }]) => value !== null);
      change({ ...store.get().readings, ...Object.fromEntries(given) });
    },
    clearReadings: () => change(notRead()),
    undoReadings() {
      const { earlierReadings } = store.get();
      const last = earlierReadings.at(-1);
      if (last) {
        store.update({ readings: last, earlierReadings: earlierReadings.slice(0, -1) });
      }
    },
  };
}
