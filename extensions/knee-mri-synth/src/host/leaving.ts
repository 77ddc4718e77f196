/** What leads out of a study within the viewer: the header's way back to the work list. */
const WAYS_OUT = '[data-cy="return-to-work-list"]';

/** Where the viewer's router is in the history of the tab; null where it does not note that down. */
function positionOf(state: unknown): number | null {
  const index: unknown =
    typeof state === 'object' && state !== null && 'idx' in state ? state.idx : null;
  return typeof index === 'number' ? index : null;
}

/** Whether a step through the history may lead out of the study; null where nobody needs to be asked. */
let mayStepAway: (() => boolean) | null = null;
let here: number | null = null;
let isReturning = false;
let isWatching = false;

function look(): void {
  here = positionOf(history.state);
}

/** The address has changed already, so that staying means to go back to it. */
function stepped(event: PopStateEvent): void {
  if (isReturning) {
    // The viewer's router was never told that the study was left.
    isReturning = false;
    event.stopImmediatePropagation();
    return;
  }
  if (mayStepAway === null || mayStepAway()) {
    look();
    return;
  }
  event.stopImmediatePropagation();
  const there = positionOf(event.state);
  const steps = here !== null && there !== null ? here - there : 0;
  isReturning = true;
  history.go(steps === 0 ? 1 : steps);
}

/**
 * Watches the browser's Back and Forward. To be called before the viewer's router listens to them, which is
 * when extensions are registered: listeners of the window are told in the order in which they came.
 */
export function watchHistory(): void {
  if (isWatching) {
    return;
  }
  isWatching = true;
  window.addEventListener('popstate', stepped);
  // Whatever the viewer's router does, it does after a click or a key.
  document.addEventListener('pointerdown', look, true);
  document.addEventListener('keydown', look, true);
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
  look();
  mayStepAway = mayLeave;
  return () => {
    window.removeEventListener('beforeunload', beforeUnload);
    document.removeEventListener('click', click, true);
    if (mayStepAway === mayLeave) {
      mayStepAway = null;
    }
  };
}
