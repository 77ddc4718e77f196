import type { Annotation, CornerstoneTools, ImageGrid, StackViewport } from './cornerstone';
import type { Services } from './ohif';
import { createRegionDrawing } from './regionDrawing';
import { REGION_TOOL } from './regionTool';

const GRID: ImageGrid = {
  indexToWorld: ([x, y]) => [x, y, 0],
  worldToIndex: ([x, y]) => [x, y, 0],
};
const REGION = { x: 10, y: 20, width: 30, height: 30 };
const MODIFIED = 'ANNOTATION_MODIFIED';

/** The parts of the viewer that the drawing touches, in the shape in which OHIF 3.13 has them. */
function createViewer() {
  const annotations = new Map<string, Annotation>();
  const toolNames: string[] = [];
  const passive: string[] = [];
  const listeners: (() => void)[] = [];
  const viewports = new Map([['one', { viewportId: 'one', displaySetInstanceUIDs: ['film'] }]]);
  const viewport: StackViewport = {
    element: document.createElement('div'),
    getImageData: () => ({ imageData: GRID }),
    render: () => undefined,
  };
  class RectangleROITool {
    readonly mode = 'Disabled';
    static toolName = 'RectangleROI';
    static createAnnotationForViewport(_: StackViewport, ...[given]: object[]): Annotation {
      const { data } = given as Pick<Annotation, 'data'>;
      return { annotationUID: `${this.toolName}-${annotations.size}`, data };
    }
  }
  const tools: CornerstoneTools = {
    RectangleROITool,
    addTool: ({ toolName }) => toolNames.push(toolName),
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
      },
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
        hasTool: (name: string) => passive.includes(name),
        addTool: () => undefined,
        setToolPassive: (name: string) => passive.push(name),
      }),
    },
  } as unknown as Services;
  return {
    services,
    viewports,
    annotations,
    toolNames,
    passive,
    change: () => listeners.forEach(listener => listener()),
    corners: () => [...annotations.values()].map(({ data }) => data.handles.points),
    drag(points: Annotation['data']['handles']['points']) {
      const [annotation] = annotations.values();
      if (annotation) {
        annotation.data.handles.points = points;
      }
      eventTarget.dispatchEvent(new CustomEvent(MODIFIED, { detail: { annotation } }));
    },
  };
}

const drawn = (onChange: (region: typeof REGION) => void = () => undefined, region = REGION) => ({
  displaySetInstanceUID: 'film',
  region,
  onChange,
});

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('the region on the radiograph', () => {
  it("is an annotation of a tool of its own, made of the host's rectangle tool and passive", () => {
    const viewer = createViewer();
    createRegionDrawing(viewer.services).draw(drawn());
    expect(viewer.toolNames).toEqual([REGION_TOOL]);
    expect(viewer.passive).toContain(REGION_TOOL);
    expect([...viewer.annotations.keys()]).toEqual([`${REGION_TOOL}-0`]);
    const [[first, , , last] = []] = viewer.corners();
    // Pixel centres lie at whole indices, so the film's corner lies at -0.5.
    expect([first, last]).toEqual([
      [9.5, 19.5, 0],
      [39.5, 49.5, 0],
    ]);
  });

  it('waits for the viewport that shows the radiograph', () => {
    const viewer = createViewer();
    viewer.viewports.clear();
    createRegionDrawing(viewer.services).draw(drawn());
    expect(viewer.annotations.size).toBe(0);
    viewer.viewports.set('two', { viewportId: 'two', displaySetInstanceUIDs: ['film'] });
    viewer.change();
    viewer.change();
    expect(viewer.annotations.size).toBe(1);
  });

  it('tells of a drag, and becomes a square when the hand rests', () => {
    const viewer = createViewer();
    const onChange = jest.fn();
    createRegionDrawing(viewer.services).draw(drawn(onChange));
    viewer.drag([
      [-0.5, -0.5, 0],
      [39.5, -0.5, 0],
      [-0.5, 9.5, 0],
      [39.5, 9.5, 0],
    ]);
    expect(onChange).toHaveBeenCalledWith({ x: 10, y: -5, width: 20, height: 20 });
    jest.runAllTimers();
    const [[first, , , last] = []] = viewer.corners();
    expect([first, last]).toEqual([
      [9.5, -5.5, 0],
      [29.5, 14.5, 0],
    ]);
  });

  it('says nothing where nothing changed', () => {
    const viewer = createViewer();
    const onChange = jest.fn();
    createRegionDrawing(viewer.services).draw(drawn(onChange));
    viewer.drag(viewer.corners()[0] ?? []);
    expect(onChange).not.toHaveBeenCalled();
  });

  it('moves with what is drawn next, comes back when it was deleted, and goes away', () => {
    const viewer = createViewer();
    const drawing = createRegionDrawing(viewer.services);
    drawing.draw(drawn());
    drawing.draw(drawn(undefined, { ...REGION, x: 0 }));
    expect(viewer.corners().map(([first]) => first)).toEqual([[-0.5, 19.5, 0]]);
    viewer.annotations.clear();
    drawing.draw(drawn());
    expect(viewer.annotations.size).toBe(1);
    drawing.draw(null);
    expect(viewer.annotations.size).toBe(0);
    drawing.draw(drawn());
    drawing.stop();
    expect(viewer.annotations.size).toBe(0);
  });

  it('is left out where the viewer does not give access to its tools', () => {
    const viewer = createViewer();
    Object.assign(globalThis, { cornerstoneTools: undefined });
    expect(() => createRegionDrawing(viewer.services).draw(drawn())).not.toThrow();
    expect(viewer.annotations.size).toBe(0);
  });
});
