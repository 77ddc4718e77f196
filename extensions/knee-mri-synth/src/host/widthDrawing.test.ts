import type { Annotation, CornerstoneTools, ImageGrid, StackViewport } from './cornerstone';
import type { Services } from './ohif';
import { createWidthDrawing, type DrawnWidths } from './widthDrawing';
import { WIDTH_TOOL, type WidthAnnotation } from './widthTool';

const GRID: ImageGrid = {
  indexToWorld: ([x, y]) => [x, y, 0],
  worldToIndex: ([x, y]) => [x, y, 0],
};
const MODIFIED = 'ANNOTATION_MODIFIED';
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

/** The parts of the viewer that the drawing touches, in the shape in which OHIF 3.13 has them. */
function createViewer({ hasLengthTool = true } = {}) {
  const annotations = new Map<string, Annotation>();
  const polylines: { uid: string; id: string; points: readonly [number, number][] }[] = [];
  const passive: string[] = [];
  const added: { toolName: string; configuration: object | undefined }[] = [];
  const listeners: (() => void)[] = [];
  const viewports = new Map([['one', { viewportId: 'one', displaySetInstanceUIDs: ['film'] }]]);
  const viewport: StackViewport = {
    element: document.createElement('div'),
    getImageData: () => ({ imageData: GRID }),
    worldToCanvas: ([x, y]) => [2 * x, 2 * y],
    render: () => undefined,
  };
  class LengthTool {
    static toolName = 'Length';
    readonly linesDrawn: string[] = [];
    renderAnnotation = () => this.linesDrawn.push('lines') > 0;
    static createAnnotationForViewport(_: StackViewport, ...[given]: object[]): Annotation {
      const { data } = given as Pick<Annotation, 'data'>;
      return { annotationUID: `${this.toolName}-${annotations.size}`, data };
    }
  }
  const registered: CornerstoneTools['RectangleROITool'][] = [];
  const tools: CornerstoneTools = {
    RectangleROITool: LengthTool,
    ...(hasLengthTool ? { LengthTool } : {}),
    addTool: tool => registered.push(tool),
    Enums: { Events: { ANNOTATION_MODIFIED: MODIFIED } },
    annotation: {
      state: {
        addAnnotation(annotation) {
          const uid = annotation.annotationUID ?? '';
          annotations.set(uid, annotation);
          return uid;
        },
        removeAnnotation: uid => annotations.delete(uid),
        getAnnotation: uid => annotations.get(uid),
        getAnnotations: () => [...annotations.values()],
      },
    },
    drawing: {
      drawPolyline: (_svg, uid, id, points) => polylines.push({ uid, id, points }),
    },
  };
  const eventTarget = new EventTarget();
  Object.assign(globalThis, { cornerstone: { eventTarget }, cornerstoneTools: tools });
  const pubSub = {
    EVENTS: { CHANGED: 'changed' },
    subscribe: (_: string, listener: () => void) => {
      listeners.push(listener);
      return { unsubscribe: () => undefined };
    },
  };
  const services = {
    viewportGridService: { ...pubSub, getState: () => ({ viewports }) },
    cornerstoneViewportService: { ...pubSub, getCornerstoneViewport: () => viewport },
    toolGroupService: {
      getToolGroupForViewport: () => ({
        hasTool: (name: string) => added.some(({ toolName }) => toolName === name),
        addTool: (toolName: string, configuration?: object) =>
          added.push({ toolName, configuration }),
        setToolPassive: (name: string) => passive.push(name),
      }),
    },
  } as unknown as Services;
  return {
    services,
    viewports,
    annotations,
    polylines,
    passive,
    added,
    change: () => listeners.forEach(listener => listener()),
    points: () => [...annotations.values()].map(({ data }) => data.handles.points),
    labels: () =>
      [...annotations.values()].map(({ data }) => (data as WidthAnnotation['data']).label),
    render: () => {
      const [tool] = registered;
      return tool && new tool().renderAnnotation?.({ viewport }, {});
    },
    drag(index: number, points: Annotation['data']['handles']['points']) {
      const annotation = [...annotations.values()][index];
      if (annotation) {
        annotation.data.handles.points = points;
      }
      eventTarget.dispatchEvent(new CustomEvent(MODIFIED, { detail: { annotation } }));
    },
  };
}

const width = (compartment: 'medial' | 'lateral', x: number, label = '4.0 mm') => ({
  compartment,
  label,
  ends: { femur: { x, y: 10 }, tibia: { x, y: 20 } },
  edges: EDGES,
});

const drawn = (change: Partial<DrawnWidths> = {}): DrawnWidths => ({
  displaySetInstanceUID: 'film',
  widths: [width('medial', 25), width('lateral', 5)],
  onChange: () => undefined,
  ...change,
});

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('joint-space widths on the radiograph', () => {
  it("are lines of a tool of their own, made of the host's length tool and passive", () => {
    const viewer = createViewer();
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
    const viewer = createViewer();
    createWidthDrawing(viewer.services).draw(drawn());
    const [{ configuration } = { configuration: undefined }] = viewer.added;
    const { getTextLines } = configuration as { getTextLines(data: object): string[] };
    expect(getTextLines({ label: '4.0 mm' })).toEqual(['4.0 mm']);
    expect(viewer.labels()).toEqual(['4.0 mm', '4.0 mm']);
  });

  it('come with the edges, drawn before the lines', () => {
    const viewer = createViewer();
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

  it('tell of a drag at once, and again when the hand rests', () => {
    const viewer = createViewer();
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

  it('say nothing where nothing moved', () => {
    const viewer = createViewer();
    const onChange = jest.fn();
    createWidthDrawing(viewer.services).draw(drawn({ onChange }));
    viewer.drag(0, viewer.points()[0] ?? []);
    jest.runAllTimers();
    expect(onChange).not.toHaveBeenCalled();
  });

  it('move with what is drawn next, come back when they were deleted, and go away', () => {
    const viewer = createViewer();
    const drawing = createWidthDrawing(viewer.services);
    drawing.draw(drawn());
    drawing.draw(drawn({ widths: [width('medial', 27, '3.1 mm'), width('lateral', 5)] }));
    expect(viewer.points()[0]?.[0]).toEqual([26.5, 9.5, 0]);
    expect(viewer.labels()).toEqual(['3.1 mm', '4.0 mm']);
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
    const viewer = createViewer();
    viewer.viewports.clear();
    createWidthDrawing(viewer.services).draw(drawn());
    expect(viewer.annotations.size).toBe(0);
    viewer.viewports.set('two', { viewportId: 'two', displaySetInstanceUIDs: ['film'] });
    viewer.change();
    viewer.change();
    expect(viewer.annotations.size).toBe(2);
  });

  it('are left out where the viewer has no length tool', () => {
    const viewer = createViewer({ hasLengthTool: false });
    createWidthDrawing(viewer.services).draw(drawn());
    expect(viewer.annotations.size).toBe(0);
  });
});
