import { notRead } from '../../host';
import { countRead } from './readings';
import type { SessionState } from './state';

type ReadingsState = Pick<SessionState, 'readings' | 'earlierReadings' | 'otherKnees'>;

/** The film as the archive names it and the side; null while either is open. */
function nameOfKnee({ study, candidateId, side }: SessionState): string | null {
  const film = study?.candidates.find(({ id }) => id === candidateId)?.imageUID ?? candidateId;
  return side === null || film === null ? null : `${film} ${side}`;
}

const isUntouched = ({ readings, earlierReadings }: SessionState) =>
  countRead(readings) === 0 && earlierReadings.length === 0;

/** Nothing read: what was read of the knee on show is kept until the user comes back to it. */
export function putReadingsAway(state: SessionState): ReadingsState {
  const { readings, earlierReadings, otherKnees } = state;
  const name = nameOfKnee(state);
  return {
    readings: notRead(),
    earlierReadings: [],
    otherKnees:
      name === null || isUntouched(state)
        ? otherKnees
        : { ...otherKnees, [name]: { readings, earlierReadings } },
  };
}

/** What was read of the knee on show before, unless something was read of it since. */
export function takeReadingsOut(state: SessionState): Partial<ReadingsState> {
  const { [nameOfKnee(state) ?? '']: kept, ...otherKnees } = state.otherKnees;
  return kept && isUntouched(state) ? { ...kept, otherKnees } : {};
}
