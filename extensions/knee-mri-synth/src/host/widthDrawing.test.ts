import { createFakeCornerstone } from '../../test/fakeCornerstone';
import { createWidthDrawing, type DrawnWidths } from './widthDrawing';
import { WIDTH_TOOL, type WidthAnnotation } from './widthTool';

const EDGES = [
  [
    { x: 1, y: 10 },
    { x: 30, y: 11 },
  ],
  [
    { x: 1, y: 20 },
    { x: 30, y: 21 },
  ],
];

const width = (compartment: 'medial' | 'lateral', x: number, label = '4.0 mm') => ({
  compartment,
  label,
  ends: { femur: { x, y: 10 }, tibia: { x, y: 20 } },
  edges: EDGES,
});

const drawn = (change: Partial<DrawnWidths> = {}): DrawnWidths => ({
  displaySetInstanceUID: 'film',
  imageId: 'frame 1',
  widths: [width('medial', 25), width('lateral', 5)],
  onChange: () => undefined,
  ...change,
});

const labelsOf = ({ annotations }: ReturnType<typeof createFakeCornerstone>) =>
  [...annotations.values()].map(({ data }) => (data as WidthAnnotation['data']).label);

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('joint-space widths on the radiograph', () => {
  it("are lines of a tool of their own, made of the host's length tool and passive", () => {
    const viewer = createFakeCornerstone();
    createWidthDrawing(viewer.services).draw(drawn());
    expect([...viewer.annotations.keys()]).toEqual([`${WIDTH_TOOL}-0`, `${WIDTH_TOOL}-1`]);
    expect(viewer.passive).toContain(WIDTH_TOOL);
    // Pixel centres lie at whole indices, so a film's pixel of 25 lies at 24.5.
    expect(viewer.points()[0]).toEqual([
      [24.5, 9.5, 0],
      [24.5, 19.5, 0],
    ]);
  });

  it('show the millimetres that they are given, not those of the viewer', () => {
    const viewer = createFakeCornerstone();
    createWidthDrawing(viewer.services).draw(drawn());
    const [{ configuration } = { configuration: undefined }] = viewer.added;
    const { getTextLines } = configuration as { getTextLines(data: object): string[] };
    expect(getTextLines({ label: '4.0 mm' })).toEqual(['4.0 mm']);
    expect(labelsOf(viewer)).toEqual(['4.0 mm', '4.0 mm']);
  });

  it('come with the edges, drawn before the lines', () => {
    const viewer = createFakeCornerstone();
    createWidthDrawing(viewer.services).draw(drawn());
    expect(viewer.render()).toBe(true);
    expect(viewer.polylines).toHaveLength(4);
    expect(viewer.polylines[0]).toMatchObject({
      id: 'edge-0',
      points: [
        [1, 19],
        [59, 21],
      ],
    });
  });

  it('belong to the image that was chosen, with their edges', () => {
    const viewer = createFakeCornerstone({ pixelsMm: [1, 0.5] });
    createWidthDrawing(viewer.services).draw(drawn({ imageId: 'frame 2' }));
    viewer.change();
    expect(viewer.frames()).toEqual([]);
    viewer.scroll(1);
    expect(viewer.frames()).toEqual(['frame 2', 'frame 2']);
    // 25 pixels across, of half a millimetre.
    expect(viewer.points()[0]?.[0]).toEqual([12.25, 4.75, 0]);
    viewer.scroll(0);
    viewer.change();
    expect(viewer.frames()).toEqual(['frame 2', 'frame 2']);
    viewer.render();
    expect(viewer.polylines).toEqual([]);
    viewer.scroll(1);
    viewer.render();
    expect(viewer.polylines).toHaveLength(4);
  });

  it('have their labels below them, each on its own side', () => {
    const viewer = createFakeCornerstone();
    createWidthDrawing(viewer.services).draw(
      drawn({ widths: [width('medial', 100), width('lateral', 50)] })
    );
    viewer.render();
    // The lines end at 2 x 19.5 = 39 pixels, at 199 and 99 across; "4.0 mm" takes six letters of 8 pixels.
    expect(viewer.labelPlaces()).toEqual([
      { x: 199, y: 43 },
      { x: 99 - 48, y: 43 },
    ]);
  });

  it('tell of a drag at once, and again when the hand rests', () => {
    const viewer = createFakeCornerstone();
    const onChange = jest.fn();
    createWidthDrawing(viewer.services).draw(drawn({ onChange }));
    viewer.drag(1, [
      [4.5, 12.5, 0],
      [4.5, 19.5, 0],
    ]);
    const ends = { femur: { x: 5, y: 13 }, tibia: { x: 5, y: 20 } };
    expect(onChange.mock.calls).toEqual([['lateral', ends, false]]);
    jest.runAllTimers();
    expect(onChange.mock.calls.slice(1)).toEqual([['lateral', ends, true]]);
  });

  it('say nothing more of a drag that was taken back before the hand rested', () => {
    const viewer = createFakeCornerstone();
    const onChange = jest.fn();
    const drawing = createWidthDrawing(viewer.services);
    drawing.draw(drawn({ onChange }));
    viewer.drag(1, [
      [4.5, 12.5, 0],
      [4.5, 19.5, 0],
    ]);
    drawing.draw(drawn({ onChange }));
    jest.runAllTimers();
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(viewer.points()[1]?.[0]).toEqual([4.5, 9.5, 0]);
  });

  it('say nothing where nothing moved', () => {
    const viewer = createFakeCornerstone();
    const onChange = jest.fn();
    createWidthDrawing(viewer.services).draw(drawn({ onChange }));
    viewer.drag(0, viewer.points()[0] ?? []);
    jest.runAllTimers();
    expect(onChange).not.toHaveBeenCalled();
  });

  it('move with what is drawn next, come back when they were deleted, and go away', () => {
    const viewer = createFakeCornerstone();
    const drawing = createWidthDrawing(viewer.services);
    drawing.draw(drawn());
    drawing.draw(drawn({ widths: [width('medial', 27, '3.1 mm'), width('lateral', 5)] }));
    expect(viewer.points()[0]?.[0]).toEqual([26.5, 9.5, 0]);
    expect(labelsOf(viewer)).toEqual(['3.1 mm', '4.0 mm']);
    viewer.annotations.clear();
    drawing.draw(drawn());
    expect(viewer.annotations.size).toBe(2);
    drawing.draw(null);
    expect(viewer.annotations.size).toBe(0);
    drawing.draw(drawn());
    drawing.stop();
    expect(viewer.annotations.size).toBe(0);
  });

  it('wait for the viewport that shows the radiograph', () => {
    const viewer = createFakeCornerstone();
    viewer.viewports.clear();
    createWidthDrawing(viewer.services).draw(drawn());
    expect(viewer.annotations.size).toBe(0);
    viewer.viewports.set('two', { viewportId: 'two', displaySetInstanceUIDs: ['film'] });
    viewer.change();
    viewer.change();
    expect(viewer.annotations.size).toBe(2);
  });

  it('are left out where the viewer has no length tool', () => {
    const viewer = createFakeCornerstone({ hasLengthTool: false });
    createWidthDrawing(viewer.services).draw(drawn());
    expect(viewer.annotations.size).toBe(0);
  });
});
