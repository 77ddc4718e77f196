import { createFakeCornerstone } from '../../test/fakeCornerstone';
import { createImageTurner } from './imageTurner';

type Fake = ReturnType<typeof createFakeCornerstone>;

function pressed(viewer: Fake, target: HTMLElement): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true }));
  viewer.show(0);
}

describe('the viewport of a stack', () => {
  afterEach(() => jest.useRealTimers());

  it('is turned to the image that was chosen, once', () => {
    const viewer = createFakeCornerstone();
    const turner = createImageTurner(viewer.services);
    turner.turnTo('film', 'frame 2');
    expect(viewer.turns).toEqual([1]);
    // The user goes on to another image, and is left there.
    viewer.scroll(0);
    viewer.change();
    expect(viewer.turns).toEqual([1]);
    turner.turnTo('film', 'frame 2');
    expect(viewer.turns).toEqual([1, 1]);
  });

  it('is turned again when it is given its images anew', () => {
    const viewer = createFakeCornerstone();
    createImageTurner(viewer.services).turnTo('film', 'frame 2');
    viewer.setStack(0);
    expect(viewer.turns).toEqual([1, 1]);
  });

  it('is turned once more where the viewer goes back to its first position of its own accord', () => {
    jest.useFakeTimers();
    const viewer = createFakeCornerstone();
    createImageTurner(viewer.services).turnTo('film', 'frame 2');
    // The viewer's own, which it began before, and which a busy page brings late.
    setTimeout(() => viewer.show(0), 40);
    viewer.setStack(0);
    jest.advanceTimersByTime(1000);
    expect(viewer.turns).toEqual([1, 1, 1]);
    // What comes later is the user's.
    viewer.show(0);
    jest.advanceTimersByTime(1000);
    expect(viewer.turns).toEqual([1, 1, 1]);
  });

  it('is turned once more where the viewer goes on at once to a position that it has kept', () => {
    jest.useFakeTimers();
    const viewer = createFakeCornerstone();
    createImageTurner(viewer.services).turnTo('film', 'frame 2');
    viewer.setStack(1);
    viewer.show(0);
    jest.advanceTimersByTime(1000);
    expect(viewer.turns).toEqual([1, 1]);
  });

  it.each([
    ['scrolled it on', (viewer: Fake) => viewer.scroll(0)],
    ['gone on by key', (viewer: Fake) => pressed(viewer, document.body)],
  ])('is not turned once more where the user has %s', (_, goOn) => {
    jest.useFakeTimers();
    const viewer = createFakeCornerstone();
    createImageTurner(viewer.services).turnTo('film', 'frame 2');
    goOn(viewer);
    jest.advanceTimersByTime(1000);
    expect(viewer.turns).toEqual([1]);
  });

  it('is turned once more where the user has only pressed a key elsewhere', () => {
    jest.useFakeTimers();
    const viewer = createFakeCornerstone();
    createImageTurner(viewer.services).turnTo('film', 'frame 2');
    pressed(viewer, document.body.appendChild(document.createElement('input')));
    jest.advanceTimersByTime(1000);
    expect(viewer.turns).toEqual([1, 1]);
  });

  it('is turned once it is there', () => {
    const viewer = createFakeCornerstone();
    viewer.viewports.clear();
    const turner = createImageTurner(viewer.services);
    turner.turnTo('film', 'frame 2');
    expect(viewer.turns).toEqual([]);
    viewer.viewports.set('two', { viewportId: 'two', displaySetInstanceUIDs: ['film'] });
    viewer.change();
    expect(viewer.turns).toEqual([1]);
  });

  it('is left alone where the image is on show, or is none of its own, and at the end', () => {
    const viewer = createFakeCornerstone();
    const turner = createImageTurner(viewer.services);
    turner.turnTo('film', 'frame 1');
    turner.turnTo('film', 'of elsewhere');
    turner.turnTo('film', null);
    turner.stop();
    viewer.setStack(0);
    expect(viewer.turns).toEqual([]);
  });
});
