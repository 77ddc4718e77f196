import { guardLeaving, watchHistory } from './leaving';

// Before any router listens.
watchHistory();

function page() {
  document.body.innerHTML =
    '<div data-cy="return-to-work-list"><span id="back"></span></div><span id="other"></span>';
  const left: string[] = [];
  const back = document.querySelector<HTMLElement>('[data-cy]');
  back?.addEventListener('click', () => left.push('left'));
  return { left, press: (id: string) => document.getElementById(id)?.click() };
}

describe('leaving with something to lose', () => {
  let needed = true;
  let stop: () => void = () => undefined;
  let answer = false;
  const asked: string[] = [];

  beforeEach(() => {
    asked.length = 0;
    window.confirm = text => {
      asked.push(text ?? '');
      return answer;
    };
    stop = guardLeaving(() => needed, 'Leave?');
  });
  afterEach(() => stop());

  it('to the work list happens only when the user says so', () => {
    const { left, press } = page();
    [needed, answer] = [true, false];
    press('back');
    expect([asked, left]).toEqual([['Leave?'], []]);
    answer = true;
    press('back');
    expect(left).toEqual(['left']);
  });

  it('asks nothing when there is nothing to lose, and of no other click', () => {
    const { left, press } = page();
    needed = false;
    press('back');
    needed = true;
    press('other');
    expect([asked, left]).toEqual([[], ['left']]);
  });

  it('is asked for by the browser when the page is closed', () => {
    const close = () => {
      const event = new Event('beforeunload', { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    needed = true;
    expect(close()).toBe(true);
    needed = false;
    expect(close()).toBe(false);
    needed = true;
    stop();
    expect(close()).toBe(false);
  });

  describe('by Back', () => {
    const places: unknown[] = [];
    /** The viewer's router, whose listener came after the extension's and before the question was needed. */
    const router = () => places.push(location.pathname);
    /** Sees every step that the browser tells of, before anything else does. */
    let tell: () => void = () => undefined;
    const told = () => tell();
    /** Takes a step through the history and waits until the browser has told of so many. */
    const step = (go: () => void, count: number) =>
      new Promise<void>(resolve => {
        let left = count;
        tell = () => {
          left -= 1;
          // The others that listen are told first.
          if (left === 0) {
            setTimeout(resolve);
          }
        };
        go();
      });

    beforeEach(() => {
      places.length = 0;
      history.pushState({ idx: 0 }, '', '/');
      history.pushState({ idx: 1 }, '', '/study');
      stop();
      window.addEventListener('popstate', told, true);
      window.addEventListener('popstate', router);
      stop = guardLeaving(() => needed, 'Leave?');
    });
    afterEach(() => {
      window.removeEventListener('popstate', told, true);
      window.removeEventListener('popstate', router);
    });

    it('stays in the study when the user says so, and the viewer is told nothing', async () => {
      [needed, answer] = [true, false];
      await step(() => history.back(), 2);
      expect(asked).toEqual(['Leave?']);
      expect(location.pathname).toBe('/study');
      expect(places).toEqual([]);
      await step(() => history.back(), 2);
      expect(asked).toHaveLength(2);
      expect(location.pathname).toBe('/study');
    });

    it('leaves when the user says so, or when there is nothing to lose', async () => {
      [needed, answer] = [true, true];
      await step(() => history.back(), 1);
      expect([asked, places]).toEqual([['Leave?'], ['/']]);
      needed = false;
      await step(() => history.forward(), 1);
      expect([asked, places]).toEqual([['Leave?'], ['/', '/study']]);
    });

    it('stays also when it was Forward, or several steps', async () => {
      history.pushState({ idx: 2 }, '', '/other');
      history.pushState({ idx: 3 }, '', '/last');
      needed = false;
      await step(() => history.go(-2), 1);
      expect(location.pathname).toBe('/study');
      [needed, answer] = [true, false];
      await step(() => history.go(2), 2);
      expect([location.pathname, places]).toEqual(['/study', ['/study']]);
    });
  });
});
