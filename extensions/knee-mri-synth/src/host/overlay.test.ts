import type { DisplaySet, PubSub, Services } from './ohif';
import { keepViewportsMarked } from './overlay';

const SYNTHETIC = { ImageType: ['DERIVED', 'SECONDARY', 'OTHER', 'SYNTHETIC'] };

class FakeBus implements PubSub {
  readonly EVENTS = { CHANGED: 'changed' };
  private readonly listeners = new Set<(payload: unknown) => void>();

  subscribe(_event: string, listener: (payload: unknown) => void) {
    this.listeners.add(listener);
    return { unsubscribe: () => this.listeners.delete(listener) };
  }

  publish() {
    this.listeners.forEach(listener => listener(null));
  }
}

/** A page with one viewport pane that shows a display set of each given instance. */
function showing(instances: Record<string, unknown>[]) {
  document.body.innerHTML = `
    <div data-cy="viewport-pane" id="pane"><div data-viewportid="one"></div></div>`;
  const sets = new Map<string, DisplaySet>(
    instances.map((instance, index) => [
      String(index),
      {
        displaySetInstanceUID: String(index),
        StudyInstanceUID: '1',
        SeriesInstanceUID: '1.1',
        instances: [instance],
      },
    ])
  );
  const shown = { viewportId: 'one', displaySetInstanceUIDs: [...sets.keys()] };
  const grid = new FakeBus();
  const services = {
    viewportGridService: Object.assign(grid, {
      getState: () => ({ viewports: new Map([['one', shown]]), activeViewportId: 'one' }),
    }),
    displaySetService: Object.assign(new FakeBus(), {
      getDisplaySetByUID: (uid: string) => sets.get(uid),
      getActiveDisplaySets: () => [...sets.values()],
    }),
  } as unknown as Services;
  return { services, grid, shown };
}

const nextFrame = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
const marks = () => [...document.querySelectorAll<HTMLElement>('[data-xray-to-mri-mark]')];

describe('the mark on synthetic viewports', () => {
  let stop: () => void = () => undefined;
  afterEach(() => stop());

  it('stands on a viewport that shows synthetic images, and on no other', async () => {
    const { services, grid, shown } = showing([{}, SYNTHETIC]);
    stop = keepViewportsMarked(services);
    await nextFrame();
    expect(marks().map(mark => mark.textContent)).toEqual(['SYNTHETIC - NOT FOR DIAGNOSIS']);

    shown.displaySetInstanceUIDs = ['0'];
    grid.publish();
    await nextFrame();
    expect(marks()).toEqual([]);
  });

  it.each<[string, (mark: HTMLElement) => void]>([
    ['removed', mark => mark.remove()],
    ['hidden by style', mark => mark.style.setProperty('display', 'none', 'important')],
    ['hidden by class', mark => mark.classList.add('hidden')],
    ['hidden by attribute', mark => mark.setAttribute('hidden', '')],
    ['renamed', mark => mark.setAttribute('data-xray-to-mri-mark', 'other')],
  ])('comes back when it is %s', async (_what, tamper) => {
    const { services } = showing([SYNTHETIC]);
    stop = keepViewportsMarked(services);
    await nextFrame();
    const [mark] = marks();
    const before = mark?.outerHTML;
    if (mark) {
      tamper(mark);
    }
    await nextFrame();
    await nextFrame();
    expect(marks().map(({ outerHTML }) => outerHTML)).toEqual([before]);
  });

  it('follows when the host builds its viewports anew', async () => {
    const { services } = showing([SYNTHETIC]);
    stop = keepViewportsMarked(services);
    await nextFrame();
    const pane = document.getElementById('pane');
    const copy = document.createElement('div');
    copy.innerHTML = '<div data-cy="viewport-pane"><div data-viewportid="one"></div></div>';
    pane?.replaceWith(copy);
    await nextFrame();
    expect(marks()).toHaveLength(1);
    expect(copy.contains(marks()[0] ?? null)).toBe(true);
  });

  it('goes when a report takes the place of the images', async () => {
    const { services } = showing([SYNTHETIC]);
    stop = keepViewportsMarked(services);
    await nextFrame();
    document.querySelector('[data-viewportid]')?.replaceWith(document.createElement('p'));
    await nextFrame();
    expect(marks()).toEqual([]);
  });

  it('stands on the thumbnail of a synthetic series and of no other', async () => {
    const { services } = showing([{}, SYNTHETIC]);
    document.body.innerHTML = '<div id="thumbnail-0"></div><div id="thumbnail-1"></div>';
    stop = keepViewportsMarked(services);
    await nextFrame();
    expect(marks().map(mark => [mark.parentElement?.id, mark.textContent])).toEqual([
      ['thumbnail-1', 'SYNTHETIC'],
    ]);
    marks()[0]?.remove();
    await nextFrame();
    expect(marks()).toHaveLength(1);
  });

  it('stands within the picture that is downloaded of a synthetic viewport', async () => {
    const { services } = showing([SYNTHETIC]);
    stop = keepViewportsMarked(services);
    await nextFrame();
    const form = document.createElement('div');
    document.body.append(form);
    await nextFrame();
    form.setAttribute('data-viewport-uid', 'cornerstone-viewport-download-form');
    await nextFrame();
    expect(form.textContent).toBe('SYNTHETIC - NOT FOR DIAGNOSIS');
  });

  it('leaves nothing behind when it is stopped', async () => {
    const { services, grid } = showing([SYNTHETIC]);
    stop = keepViewportsMarked(services);
    await nextFrame();
    stop();
    grid.publish();
    await nextFrame();
    expect(marks()).toEqual([]);
  });
});
