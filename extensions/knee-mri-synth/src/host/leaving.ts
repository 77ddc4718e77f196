/** What leads out of a study within the viewer: the header's way back to the work list. */
const WAYS_OUT = '[data-cy="return-to-work-list"]';

/** Where the viewer's router is in the history of the tab; null where it does not note that down. */
function positionOf(state: unknown): number | null {
  const index: unknown =
    typeof state === 'object' && state !== null && 'idx' in state ? state.idx : null;
  return typeof index === 'number' ? index : null;
}

/**
 * Asks before the browser's Back and Forward lead out of the study: the address has changed by then, so that
 * staying means to go back to it.
 */
function guardHistory(mayLeave: () => boolean): () => void {
  let here = positionOf(history.state);
  let isReturning = false;
  const look = () => {
    here = positionOf(history.state);
  };
  const popped = (event: PopStateEvent) => {
    if (isReturning) {
      // The viewer's router was never told that the study was left.
      isReturning = false;
      event.stopImmediatePropagation();
      return;
    }
    if (mayLeave()) {
      look();
      return;
    }
    event.stopImmediatePropagation();
    const there = positionOf(event.state);
    const steps = here !== null && there !== null ? here - there : 0;
    isReturning = true;
    history.go(steps === 0 ? 1 : steps);
  };
  window.addEventListener('popstate', popped, true);
  // Whatever the viewer's router does, it does after a click or a key.
  document.addEventListener('pointerdown', look, true);
  document.addEventListener('keydown', look, true);
  return () => {
    window.removeEventListener('popstate', popped, true);
    document.removeEventListener('pointerdown', look, true);
    document.removeEventListener('keydown', look, true);
  };
}

/**
 * Asks before results that are stored nowhere are left: by the browser when the page is closed or reloaded,
 * by a question when the viewer goes back to its work list or the browser's Back leads out of the study.
 * @param isNeeded whether there is anything to lose now
 * @returns a function that stops the asking
 */
export function guardLeaving(isNeeded: () => boolean, question: string): () => void {
  const mayLeave = () => !isNeeded() || window.confirm(question);
  const beforeUnload = (event: BeforeUnloadEvent) => {
    if (isNeeded()) {
      event.preventDefault();
    }
  };
  const click = (event: MouseEvent) => {
    const isWayOut = event.target instanceof Element && event.target.closest(WAYS_OUT) !== null;
    if (isWayOut && !mayLeave()) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  window.addEventListener('beforeunload', beforeUnload);
  // Before the viewer's own handlers.
  document.addEventListener('click', click, true);
  const stopHistory = guardHistory(mayLeave);
  return () => {
    window.removeEventListener('beforeunload', beforeUnload);
    document.removeEventListener('click', click, true);
    stopHistory();
  };
}
