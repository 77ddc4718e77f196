import type { PubSub } from './ohif';

/** A point of the patient or picture space, in mm. */
export type WorldPoint = [number, number, number];

/** vtk.js's image: pixel centres lie at whole indices. */
export interface ImageGrid {
  indexToWorld(index: WorldPoint): ArrayLike<number>;
  worldToIndex(world: WorldPoint): ArrayLike<number>;
}

/** The image that something is drawn on. */
interface ImageReference {
  referencedImageId?: string;
  sliceIndex?: number;
}

/** A stack viewport of cornerstone3D, as far as it is used here. */
export interface StackViewport {
  readonly element: HTMLElement;
  getImageData(): { imageData?: ImageGrid } | undefined;
  getImageIds?(): string[];
  /** Which of its images it shows, counted from 0. */
  getCurrentImageIdIndex?(): number;
  setImageIdIndex?(index: number): Promise<unknown>;
  /** Whether what is drawn on an image belongs to the one on show. */
  isReferenceViewable?(reference: ImageReference): boolean;
  worldToCanvas?(world: WorldPoint): [number, number];
  canvasToWorld?(canvas: [number, number]): WorldPoint;
  render(): void;
  /** None once the viewer has taken the viewport down. */
  getRenderingEngine?(): unknown;
}

export interface Annotation {
  annotationUID?: string;
  invalidated?: boolean;
  metadata?: ImageReference;
  data: { handles: { points: WorldPoint[]; textBox?: object } };
}

/** What is drawn on. */
export interface EnabledElement {
  viewport: StackViewport;
}

/** An annotation tool; the rest of it is the host's business. */
export type AnnotationTool = object & {
  configuration?: { getTextLines?(data: object): string[] };
  renderAnnotation?(enabled: EnabledElement, svg: unknown): boolean;
};

export interface AnnotationToolClass {
  new (...args: never[]): AnnotationTool;
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
  LengthTool?: AnnotationToolClass;
  addTool(tool: AnnotationToolClass): void;
  Enums: { Events: Record<string, string> };
  annotation: {
    state: {
      addAnnotation(annotation: Annotation, element: HTMLElement): string;
      removeAnnotation(annotationUID: string): void;
      getAnnotation(annotationUID: string): Annotation | undefined;
      getAnnotations?(toolName: string, element: HTMLElement): Annotation[] | undefined;
    };
  };
  drawing?: {
    drawPolyline(
      svg: unknown,
      annotationUID: string,
      lineUID: string,
      points: readonly [number, number][],
      look: { color: string; lineWidth: number }
    ): void;
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
