import type { PubSub } from './ohif';

/** A point of the patient or picture space, in mm. */
export type WorldPoint = [number, number, number];

/** vtk.js's image: pixel centres lie at whole indices. */
export interface ImageGrid {
  indexToWorld(index: WorldPoint): ArrayLike<number>;
  worldToIndex(world: WorldPoint): ArrayLike<number>;
}

/** A stack viewport of cornerstone3D, as far as it is used here. */
export interface StackViewport {
  readonly element: HTMLElement;
  getImageData(): { imageData?: ImageGrid } | undefined;
  render(): void;
}

export interface Annotation {
  annotationUID?: string;
  invalidated?: boolean;
  data: { handles: { points: WorldPoint[] } };
}

/** The class of an annotation tool; instances are the host's business. */
export interface AnnotationToolClass {
  new (...args: never[]): object;
  toolName: string;
  createAnnotationForViewport?(viewport: StackViewport, ...data: object[]): Annotation;
}

export interface ToolGroup {
  hasTool?(toolName: string): boolean;
  addTool(toolName: string, configuration?: object): void;
  setToolPassive(toolName: string): void;
}

/** The part of cornerstone3D's tools that OHIF leaves on `window.cornerstoneTools`. */
export interface CornerstoneTools {
  RectangleROITool: AnnotationToolClass;
  addTool(tool: AnnotationToolClass): void;
  Enums: { Events: Record<string, string> };
  annotation: {
    state: {
      addAnnotation(annotation: Annotation, element: HTMLElement): string;
      removeAnnotation(annotationUID: string): void;
      getAnnotation(annotationUID: string): Annotation | undefined;
    };
  };
}

/** Services of the host's cornerstone extension. */
export interface ViewportServices {
  cornerstoneViewportService?: PubSub & {
    getCornerstoneViewport(viewportId: string): StackViewport | null | undefined;
  };
  toolGroupService?: { getToolGroupForViewport(viewportId: string): ToolGroup | undefined };
}

interface HostGlobals {
  cornerstone?: { eventTarget?: EventTarget };
  cornerstoneTools?: CornerstoneTools;
}

/** What OHIF leaves on the window for annotation tools; null where it does not. */
export function annotationTools(): { tools: CornerstoneTools; events: EventTarget } | null {
  const { cornerstone, cornerstoneTools } = globalThis as HostGlobals;
  return cornerstoneTools && cornerstone?.eventTarget
    ? { tools: cornerstoneTools, events: cornerstone.eventTarget }
    : null;
}
