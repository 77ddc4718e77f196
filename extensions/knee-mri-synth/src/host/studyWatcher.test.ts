import type { DisplaySet, Services } from './ohif';
import { SaveLedger } from './saveLedger';
import { watchStudy } from './studyWatcher';

function film(uid: string, StudyInstanceUID: string): DisplaySet {
  return {
    displaySetInstanceUID: uid,
    StudyInstanceUID,
    SeriesInstanceUID: `${StudyInstanceUID}.${uid}`,
    Modality: 'DX',
    instances: [{ Modality: 'DX', ViewPosition: 'PA' }],
  };
}

/** Services of a host with these display sets, and a way to change them. */
function hostWith(displaySets: DisplaySet[], activeStudyUID?: string) {
  const listeners = new Set<() => void>();
  const bus = {
    EVENTS: { CHANGED: 'changed' },
    subscribe: (_event: string, listener: () => void) => {
      listeners.add(listener);
      return { unsubscribe: () => listeners.delete(listener) };
    },
  };
  const services = {
    displaySetService: { ...bus, getActiveDisplaySets: () => displaySets },
    hangingProtocolService: { ...bus, getState: () => ({ activeStudyUID }) },
  } as unknown as Services;
  return { services, listeners, publish: () => listeners.forEach(listener => listener()) };
}

describe('the study that is followed', () => {
  it("is the host's active one, without the patient's other studies", () => {
    const { services } = hostWith([film('a', '1'), film('b', '2')], '2');
    const watcher = watchStudy(services, new SaveLedger());
    expect(watcher.getStudy()).toMatchObject({ studyInstanceUID: '2', candidates: [{ id: 'b/' }] });
    expect(watcher.getDisplaySets().map(set => set.displaySetInstanceUID)).toEqual(['b']);
  });

  it('tells of what is added, and of nothing else', () => {
    const displaySets: DisplaySet[] = [];
    const { services, publish } = hostWith(displaySets);
    const watcher = watchStudy(services, new SaveLedger());
    const heard = jest.fn();
    watcher.onChange(heard);
    expect(watcher.getStudy()).toBeNull();
    displaySets.push(film('a', '1'));
    publish();
    const first = watcher.getStudy();
    publish();
    expect(heard).toHaveBeenCalledTimes(1);
    expect(watcher.getStudy()).toBe(first);
  });

  it('is left alone once the watcher is stopped', () => {
    const { services, listeners } = hostWith([film('a', '1')]);
    watchStudy(services, new SaveLedger()).stop();
    expect(listeners.size).toBe(0);
  });
});
