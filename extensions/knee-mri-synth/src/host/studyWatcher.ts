import { findCandidates } from './candidates';
import type { DisplaySet, Services } from './ohif';
import type { StudySnapshot } from './panelHost';
import type { SaveLedger } from './saveLedger';
import { findStoredRuns } from './storedRuns';

/** Follows the study that is open in the viewer. */
export interface StudyWatcher {
  getStudy(): StudySnapshot | null;
  /** The display sets of that study. */
  getDisplaySets(): DisplaySet[];
  onChange(listener: () => void): () => void;
  /** Looks anew, for example after something was stored. */
  update(): void;
  stop(): void;
}

function activeStudyUID(services: Services, displaySets: readonly DisplaySet[]): string | null {
  const known = services.hangingProtocolService.getState()?.activeStudyUID;
  return known ?? displaySets[0]?.StudyInstanceUID ?? null;
}

/**
 * Starts to follow; the snapshot keeps its identity until something in it changes.
 * @param ledger knows what of the study's series is in the archive
 */
export function watchStudy(services: Services, ledger: SaveLedger): StudyWatcher {
  const { displaySetService, hangingProtocolService } = services;
  const listeners = new Set<() => void>();
  let snapshot: StudySnapshot | null = null;

  const getDisplaySets = () => {
    const all = displaySetService.getActiveDisplaySets();
    const study = activeStudyUID(services, all);
    return all.filter(displaySet => displaySet.StudyInstanceUID === study);
  };

  const snapshotOf = (
    studyInstanceUID: string,
    displaySets: readonly DisplaySet[]
  ): StudySnapshot => ({
    studyInstanceUID,
    candidates: findCandidates(displaySets),
    storedRuns: findStoredRuns(displaySets, ledger),
  });

  const update = () => {
    const displaySets = getDisplaySets();
    const study = displaySets[0]?.StudyInstanceUID ?? null;
    const next = study === null ? null : snapshotOf(study, displaySets);
    if (JSON.stringify(next) !== JSON.stringify(snapshot)) {
      snapshot = next;
      listeners.forEach(listener => listener());
    }
  };

  const subscriptions = [
    ...Object.values(displaySetService.EVENTS).map(event =>
      displaySetService.subscribe(event, update)
    ),
    ...Object.values(hangingProtocolService.EVENTS).map(event =>
      hangingProtocolService.subscribe(event, update)
    ),
  ];
  update();

  return {
    getStudy: () => snapshot,
    getDisplaySets,
    update,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      subscriptions.forEach(subscription => subscription.unsubscribe());
      listeners.clear();
    },
  };
}
