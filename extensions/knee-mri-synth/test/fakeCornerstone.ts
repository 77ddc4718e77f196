import type {
  Annotation,
  AnnotationToolClass,
  CornerstoneTools,
  ImageGrid,
  StackViewport,
} from '../src/host/cornerstone';
import type { Services } from '../src/host/ohif';

type Points = Annotation['data']['handles']['points'];

/** The grid of an image with pixels of so many mm; their centres lie at whole indices. */
const gridOf = (mm: number): ImageGrid => ({
  indexToWorld: ([x, y]) => [mm * x, mm * y, 0],
  worldToIndex: ([x, y]) => [x / mm, y / mm, 0],
});
const NEW_IMAGE = 'CORNERSTONE_STACK_NEW_IMAGE';
const NEW_STACK = 'CORNERSTONE_VIEWPORT_NEW_IMAGE_SET';
const MODIFIED = 'ANNOTATION_MODIFIED';
/** Pixels of the viewport for one of the film. */
const ZOOM = 2;

/**
 * The parts of the viewer that is drawn on, in the shape in which OHIF 3.13 has them; they are put on the
 * window, where the viewer leaves them. Its one viewport is 400 x 300 pixels and shows the display set "film"
 * of two images.
 * @param pixelsMm of each of the images
 */
export function createFakeCornerstone({ hasLengthTool = true, pixelsMm = [1, 1] } = {}) {
  const grids = pixelsMm.map(gridOf);
  const annotations = new Map<string, Annotation>();
  const polylines: { uid: string; id: string; points: readonly [number, number][] }[] = [];
  const passive: string[] = [];
  const added: { toolName: string; configuration: object | undefined }[] = [];
  const listeners: (() => void)[] = [];
  /** Which image is on show, and to which the viewport was turned. */
  let frame = 0;
  const turns: number[] = [];
  const viewports = new Map([['one', { viewportId: 'one', displaySetInstanceUIDs: ['film'] }]]);
  const element = document.body.appendChild(document.createElement('div'));
  Object.defineProperties(element, { clientWidth: { value: 400 }, clientHeight: { value: 300 } });
  const viewport: StackViewport = {
    element,
    getImageData: () => ({ imageData: grids[frame] ?? gridOf(1) }),
    worldToCanvas: ([x, y]) => [ZOOM * x, ZOOM * y],
    canvasToWorld: ([x, y]) => [x / ZOOM, y / ZOOM, 0],
    render: () => undefined,
    getImageIds: () => ['frame 1', 'frame 2'],
    getCurrentImageIdIndex: () => frame,
    setImageIdIndex: index => {
      turns.push(index);
      show(index);
      return Promise.resolve();
    },
    isReferenceViewable: ({ sliceIndex = frame }) => sliceIndex === frame,
  };
  const show = (index: number) => {
    frame = index;
    element.dispatchEvent(new CustomEvent(NEW_IMAGE));
  };
  class HostTool {
    static toolName = 'OfTheHost';
    configuration = {};
    readonly drawn: string[] = [];
    renderAnnotation = () => this.drawn.push('lines') > 0;
    static createAnnotationForViewport(_: StackViewport, ...[given]: object[]): Annotation {
      const { data } = given as Pick<Annotation, 'data'>;
      const metadata = { referencedImageId: `frame ${frame + 1}`, sliceIndex: frame };
      const annotationUID = `${this.toolName}-${annotations.size}`;
      return { annotationUID, metadata, data };
    }
  }
  const registered: AnnotationToolClass[] = [];
  const tools: CornerstoneTools = {
    RectangleROITool: HostTool,
    ...(hasLengthTool ? { LengthTool: HostTool } : {}),
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
  const found = () => [...annotations.values()];
  return {
    services,
    viewports,
    annotations,
    polylines,
    passive,
    added,
    turns,
    /** Goes to an image as a user does. */
    scroll(index: number) {
      element.dispatchEvent(new CustomEvent('wheel', { bubbles: true }));
      show(index);
    },
    /** Goes to an image of the viewer's own accord. */
    show,
    /** Gives the viewport its images anew, as a new layout does. */
    setStack(index: number) {
      show(index);
      element.dispatchEvent(new CustomEvent(NEW_STACK));
    },
    frames: () => found().map(({ metadata }) => metadata?.referencedImageId),
    toolNames: () => registered.map(({ toolName }) => toolName),
    change: () => listeners.forEach(listener => listener()),
    points: () => found().map(({ data }) => data.handles.points),
    /** Draws as the host does, with the first tool that was registered. */
    render() {
      const [Tool] = registered;
      const tool = Tool && new Tool();
      Object.assign(tool ?? {}, { configuration: added[0]?.configuration });
      return tool?.renderAnnotation?.({ viewport }, {});
    },
    /** Where labels were put, in pixels of the viewport; the host draws them 25 further right and down. */
    labelPlaces: () =>
      found().map(({ data }) => {
        const { worldPosition, hasMoved } = data.handles.textBox as {
          worldPosition: Points[number];
          hasMoved: boolean;
        };
        const [x, y] = worldPosition;
        return hasMoved ? { x: ZOOM * x + 25, y: ZOOM * y + 25 } : null;
      }),
    /** Moves an annotation as a hand does. */
    drag(index: number, points: Points) {
      const annotation = found()[index];
      if (annotation) {
        annotation.data.handles.points = points;
      }
      eventTarget.dispatchEvent(new CustomEvent(MODIFIED, { detail: { annotation } }));
    },
  };
}
