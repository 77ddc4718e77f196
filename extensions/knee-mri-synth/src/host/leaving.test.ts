import { guardLeaving } from './leaving';

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
});
