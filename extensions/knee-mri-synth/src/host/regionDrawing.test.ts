import { createFakeCornerstone } from '../../test/fakeCornerstone';
import { createRegionDrawing } from './regionDrawing';
import { REGION_TOOL } from './regionTool';

const REGION = { x: 10, y: 20, width: 30, height: 30 };

const drawn = (onChange: (region: typeof REGION) => void = () => undefined, region = REGION) => ({
  displaySetInstanceUID: 'film',
  imageId: 'frame 1',
  region,
  onChange,
});

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('the region on the radiograph', () => {
  it("is an annotation of a tool of its own, made of the host's rectangle tool and passive", () => {
    const viewer = createFakeCornerstone();
    createRegionDrawing(viewer.services).draw(drawn());
    expect(viewer.toolNames()).toEqual([REGION_TOOL]);
    expect(viewer.passive).toContain(REGION_TOOL);
    expect([...viewer.annotations.keys()]).toEqual([`${REGION_TOOL}-0`]);
    const [[first, , , last] = []] = viewer.points();
    // Pixel centres lie at whole indices, so the film's corner lies at -0.5.
    expect([first, last]).toEqual([
      [9.5, 19.5, 0],
      [39.5, 49.5, 0],
    ]);
  });

  it('waits for the viewport that shows the radiograph', () => {
    const viewer = createFakeCornerstone();
    viewer.viewports.clear();
    createRegionDrawing(viewer.services).draw(drawn());
    expect(viewer.annotations.size).toBe(0);
    viewer.viewports.set('two', { viewportId: 'two', displaySetInstanceUIDs: ['film'] });
    viewer.change();
    viewer.change();
    expect(viewer.annotations.size).toBe(1);
  });

  it('tells of a drag, and becomes a square when the hand rests', () => {
    const viewer = createFakeCornerstone();
    const onChange = jest.fn();
    createRegionDrawing(viewer.services).draw(drawn(onChange));
    viewer.drag(0, [
      [-0.5, -0.5, 0],
      [39.5, -0.5, 0],
      [-0.5, 9.5, 0],
      [39.5, 9.5, 0],
    ]);
    expect(onChange).toHaveBeenCalledWith({ x: 10, y: -5, width: 20, height: 20 });
    jest.runAllTimers();
    const [[first, , , last] = []] = viewer.points();
    expect([first, last]).toEqual([
      [9.5, -5.5, 0],
      [29.5, 14.5, 0],
    ]);
  });

  it('says nothing where nothing changed', () => {
    const viewer = createFakeCornerstone();
    const onChange = jest.fn();
    createRegionDrawing(viewer.services).draw(drawn(onChange));
    viewer.drag(0, viewer.points()[0] ?? []);
    expect(onChange).not.toHaveBeenCalled();
  });

  it('moves with what is drawn next, comes back when it was deleted, and goes away', () => {
    const viewer = createFakeCornerstone();
    const drawing = createRegionDrawing(viewer.services);
    drawing.draw(drawn());
    drawing.draw(drawn(undefined, { ...REGION, x: 0 }));
    expect(viewer.points().map(([first]) => first)).toEqual([[-0.5, 19.5, 0]]);
    viewer.annotations.clear();
    drawing.draw(drawn());
    expect(viewer.annotations.size).toBe(1);
    drawing.draw(null);
    expect(viewer.annotations.size).toBe(0);
    drawing.draw(drawn());
    drawing.stop();
    expect(viewer.annotations.size).toBe(0);
  });

  it('has its label over its upper edge, and in the viewport where there is no room', () => {
    const viewer = createFakeCornerstone();
    const drawing = createRegionDrawing(viewer.services);
    drawing.name('Region');
    drawing.draw(drawn());
    viewer.render();
    // The upper left corner lies at 2 x (9.5, 19.5) pixels; the label is 22 high and keeps 4 away.
    expect(viewer.labelPlaces()).toEqual([{ x: 19, y: 13 }]);
    drawing.draw(drawn(undefined, { ...REGION, x: 195, y: 2 }));
    viewer.render();
    // Six letters of 8 pixels end 4 before the right edge of 400.
    expect(viewer.labelPlaces()).toEqual([{ x: 348, y: 4 }]);
  });

  it('has a label that does not catch the mouse in place of its lines', () => {
    const viewer = createFakeCornerstone();
    createRegionDrawing(viewer.services).draw(drawn());
    viewer.render();
    const [region] = viewer.annotations.values();
    expect(region?.data.handles.textBox).toMatchObject({ worldBoundingBox: null });
  });

  it('is drawn on its image of a stack once that is on show, and stays there', () => {
    // Images of other pixels: 20 pixels across are 20 mm on the first, 10 mm on the second.
    const viewer = createFakeCornerstone({ pixelsMm: [1, 0.5] });
    const drawing = createRegionDrawing(viewer.services);
    const second = { ...drawn(), imageId: 'frame 2' };
    drawing.draw(second);
    expect(viewer.frames()).toEqual([]);
    viewer.scroll(1);
    expect(viewer.frames()).toEqual(['frame 2']);
    expect(viewer.points()[0]?.[0]).toEqual([4.75, 9.75, 0]);
    viewer.scroll(0);
    viewer.change();
    expect(viewer.frames()).toEqual(['frame 2']);
    drawing.draw({ ...second, region: { ...REGION, x: 0 } });
    expect(viewer.points()[0]?.[0]).toEqual([-0.25, 9.75, 0]);
  });

  it('goes with the choice of another image of the stack', () => {
    const viewer = createFakeCornerstone();
    const drawing = createRegionDrawing(viewer.services);
    drawing.draw(drawn());
    drawing.draw({ ...drawn(), imageId: 'frame 2' });
    expect(viewer.frames()).toEqual([]);
    viewer.scroll(1);
    expect(viewer.frames()).toEqual(['frame 2']);
  });

  it('is drawn on none of several images where the viewport does not have its own', () => {
    const viewer = createFakeCornerstone();
    createRegionDrawing(viewer.services).draw({ ...drawn(), imageId: 'of elsewhere' });
    expect(viewer.annotations.size).toBe(0);
  });

  it('is left out where the viewer does not give access to its tools', () => {
    const viewer = createFakeCornerstone();
    Object.assign(globalThis, { cornerstoneTools: undefined });
    expect(() => createRegionDrawing(viewer.services).draw(drawn())).not.toThrow();
    expect(viewer.annotations.size).toBe(0);
  });
});
