import type { Completion, Sentence, StoredRun } from './panelHost';
import { tell } from './sentences';

/**
 * What came of making a stored run again to complete it.
 * @param notCompleted why the images are not its rest; empty where they are
 */
export function completionOf(run: StoredRun, notCompleted: readonly Sentence[]): Completion {
  if (notCompleted.length > 0) {
    return { isSame: false, reasons: notCompleted };
  }
  const { stored, images, missing } = run;
  const reasons = missing === 'report' ? [tell('reportMissing')] : [];
  return { isSame: true, found: { state: 'partly-saved', stored, images, reasons } };
}
