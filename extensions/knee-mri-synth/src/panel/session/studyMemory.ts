import type { FilmReading, Region, Side } from '../../host';
import { isUntouched } from './kneeReadings';
import { openDoubts } from './openDoubts';
import type { KneeReadings, Options, SessionState } from './state';
import { currentSpace, type MeasuredSpace } from './widths';

/** What the user did with the film of a study, so that it is there when the study is opened again. */
export interface StudyWork extends KneeReadings {
  /**
   * SOP Instance UID of the film: what the viewer calls it changes from one visit to the next. Null where none
   * was chosen yet.
   */
  imageUID: string | null;
  /** Null where the film was not read yet. */
  reading: FilmReading | null;
  side: Side | null;
  /** Null where something about it was doubted and not confirmed. */
  region: Region | null;
  confirmed: boolean;
  otherKnees: SessionState['otherKnees'];
  /** The joint space of the knee that was on show; null where nothing was measured. */
  space: Omit<MeasuredSpace, 'radiograph'> | null;
}

/** Keeps the work on studies that were left; in memory only, for as long as the page is open. */
export interface StudyMemory {
  /** How the user samples, whatever the study. */
  options: Options | null;
  leave(state: SessionState): void;
  workOn(studyInstanceUID: string): StudyWork | null;
}

const MOST_STUDIES = 50;

function spaceOf(state: SessionState): StudyWork['space'] {
  const space = currentSpace(state);
  if (space?.found.status !== 'ready') {
    return null;
  }
  const { side, found, moved, earlier } = space;
  return { side, found, moved, earlier };
}

function readingOf({ radiograph }: SessionState): FilmReading | null {
  if (radiograph.status !== 'ready') {
    return null;
  }
  const { frame, turnedOver } = radiograph.value;
  return { frame, turnedOver };
}

/** What there is to come back to if the study were left now; null where there is nothing, or no way to find it. */
export function workOf(state: SessionState): StudyWork | null {
  const { study, candidateId, region, side, confirmed, comingBack } = state;
  const { readings, earlierReadings, otherKnees } = state;
  if (comingBack) {
    return { ...comingBack, readings, earlierReadings, otherKnees };
  }
  const imageUID = study?.candidates.find(({ id }) => id === candidateId)?.imageUID ?? null;
  if (imageUID === null && (candidateId !== null || isUntouched(state))) {
    return null;
  }
  const isSettled = region.status === 'ready' && openDoubts(state).length === 0;
  return {
    imageUID,
    reading: readingOf(state),
    side,
    region: isSettled ? region.value.region : null,
    confirmed,
    readings,
    earlierReadings,
    otherKnees,
    space: spaceOf(state),
  };
}

export function createStudyMemory(): StudyMemory {
  const studies = new Map<string, StudyWork>();
  return {
    options: null,
    leave(state) {
      const uid = state.study?.studyInstanceUID;
      const work = workOf(state);
      if (uid === undefined || work === null) {
        return;
      }
      studies.delete(uid);
      studies.set(uid, work);
      const [oldest] = studies.keys();
      if (studies.size > MOST_STUDIES && oldest !== undefined) {
        studies.delete(oldest);
      }
    },
    workOn: studyInstanceUID => studies.get(studyInstanceUID) ?? null,
  };
}
