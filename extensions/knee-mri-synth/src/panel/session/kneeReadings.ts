import { notRead } from '../../host';
import { countRead } from './readings';
import type { KneeOnFilm, SessionState } from './state';

type ReadingsState = Pick<SessionState, 'readings' | 'earlierReadings' | 'otherKnees'>;

/** A film as the archive names it, or else the viewer. */
export function filmOf(
  { study }: Pick<SessionState, 'study'>,
  candidateId: string | null
): string | null {
  return study?.candidates.find(({ id }) => id === candidateId)?.imageUID ?? candidateId;
}

/** The knee that the readings are of; parts of it are null while they are open. */
export function kneeRead(state: SessionState): KneeOnFilm {
  const { candidateId, side, comingBack } = state;
  return comingBack
    ? { film: comingBack.imageUID, side: comingBack.side }
    : { film: filmOf(state, candidateId), side };
}

function nameOfKnee(state: SessionState): string | null {
  const { film, side } = kneeRead(state);
  return side === null || film === null ? null : `${film} ${side}`;
}

export const isUntouched = ({ readings, earlierReadings }: SessionState) =>
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
