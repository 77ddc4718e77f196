import { filmsOf, imageUidOf, type Film } from './films';
import type { DisplaySet } from './ohif';

/** Comes in no SOP Instance UID, so that the last one parts the two names. */
const SEPARATOR = '/';

/** What the panel calls a film: the viewer's id of its display set, and which of its images it is. */
export function candidateIdOf(film: Film): string {
  return `${film.displaySet.displaySetInstanceUID}${SEPARATOR}${imageUidOf(film) ?? ''}`;
}

/**
 * The film that the panel means; null where it is not open any more.
 * @param displaySetOf finds a display set by the viewer's id of it
 */
export function filmOfCandidate(
  candidateId: string,
  displaySetOf: (displaySetInstanceUID: string) => DisplaySet | undefined
): Film | null {
  const displaySet = displaySetOf(candidateId.slice(0, candidateId.lastIndexOf(SEPARATOR)));
  const films = displaySet ? filmsOf(displaySet) : [];
  return films.find(film => candidateIdOf(film) === candidateId) ?? null;
}
