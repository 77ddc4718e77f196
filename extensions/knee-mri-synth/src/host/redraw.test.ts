import type { StackViewport } from './cornerstone';
import { redraw } from './redraw';

function viewportOn(engine: unknown) {
  const render = jest.fn();
  return {
    render,
    viewport: { render, getRenderingEngine: () => engine } as unknown as StackViewport,
  };
}

it('draws on a viewport that is there, and on none that the viewer has taken down', () => {
  const there = viewportOn({});
  const gone = viewportOn(undefined);
  redraw(there.viewport);
  redraw(gone.viewport);
  expect(there.render).toHaveBeenCalledTimes(1);
  expect(gone.render).not.toHaveBeenCalled();
});
