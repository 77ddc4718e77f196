/** What leads out of a study within the viewer: the header's way back to the work list. */
const WAYS_OUT = '[data-cy="return-to-work-list"]';

/**
 * Asks before results that are stored nowhere are left: by the browser when the page is closed or reloaded,
 * by a question when the viewer goes back to its work list.
 * @param isNeeded whether there is anything to lose now
 * @returns a function that stops the asking
 */
export function guardLeaving(isNeeded: () => boolean, question: string): () => void {
  const beforeUnload = (event: BeforeUnloadEvent) => {
    if (isNeeded()) {
      event.preventDefault();
    }
  };
  const click = (event: MouseEvent) => {
    const isWayOut = event.target instanceof Element && event.target.closest(WAYS_OUT) !== null;
    if (isWayOut && isNeeded() && !window.confirm(question)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  window.addEventListener('beforeunload', beforeUnload);
  // Before the viewer's own handlers.
  document.addEventListener('click', click, true);
  return () => {
    window.removeEventListener('beforeunload', beforeUnload);
    document.removeEventListener('click', click, true);
  };
}
