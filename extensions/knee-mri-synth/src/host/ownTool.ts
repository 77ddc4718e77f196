import type {
  Annotation,
  AnnotationTool,
  AnnotationToolClass,
  CornerstoneTools,
  EnabledElement,
} from './cornerstone';
import {
  insideOf,
  letThrough,
  onCanvas,
  putLabel,
  sizeOfLabel,
  type CanvasPoint,
  type CanvasSize,
} from './labelPlace';

/** How a tool of the host's differs from the one that it is made of. */
export interface OwnTool {
  /** No other tool of the host knows it, so it makes no measurement. */
  toolName: string;
  /** Where the label of an annotation has its upper left corner. */
  labelPlace(
    points: readonly CanvasPoint[],
    all: readonly (readonly CanvasPoint[])[],
    label: CanvasSize
  ): CanvasPoint;
  /** Draws what lies under an annotation's lines. */
  drawUnder?(annotation: Annotation, enabled: EnabledElement, svg: unknown): void;
}

const made = new WeakMap<CornerstoneTools, Map<string, AnnotationToolClass>>();

/** The host finds a label's place anew for every drawing, beside the lines and over whatever lies there. */
function placeLabels(
  { configuration }: AnnotationTool,
  annotations: readonly Annotation[],
  { viewport }: EnabledElement,
  labelPlace: OwnTool['labelPlace']
): void {
  const { clientWidth: width, clientHeight: height } = viewport.element;
  const shown = annotations.flatMap(annotation => {
    const points = onCanvas(annotation, viewport);
    return points.length > 0 ? [{ annotation, points }] : [];
  });
  const all = shown.map(({ points }) => points);
  for (const { annotation, points } of shown) {
    const [line = ''] = configuration?.getTextLines?.(annotation.data) ?? [];
    const label = sizeOfLabel(line);
    const place = insideOf({ width, height }, labelPlace(points, all, label), label);
    putLabel(annotation, viewport, place);
  }
}

/** A tool of the host's under a name of its own; registered with the host once. */
export function ownTool(
  tools: CornerstoneTools,
  base: AnnotationToolClass,
  { toolName, labelPlace, drawUnder }: OwnTool
): AnnotationToolClass {
  const ofTools = made.get(tools) ?? new Map<string, AnnotationToolClass>();
  made.set(tools, ofTools);
  const known = ofTools.get(toolName);
  if (known) {
    return known;
  }
  const tool = class extends base {
    static override toolName = toolName;

    constructor(...args: never[]) {
      super(...args);
      const drawLines = this.renderAnnotation;
      this.renderAnnotation = (enabled, svg) => {
        const { state } = tools.annotation;
        const { viewport } = enabled;
        const annotations = (state.getAnnotations?.(toolName, viewport.element) ?? []).filter(
          ({ metadata }) => !metadata || viewport.isReferenceViewable?.(metadata) !== false
        );
        for (const annotation of annotations) {
          drawUnder?.(annotation, enabled, svg);
        }
        placeLabels(this, annotations, enabled, labelPlace);
        const isDrawn = drawLines?.(enabled, svg) ?? false;
        annotations.forEach(letThrough);
        return isDrawn;
      };
    }
  };
  tools.addTool(tool);
  ofTools.set(toolName, tool);
  return tool;
}

/** A label's box whose place was not found yet. */
export function untouchedTextBox() {
  const corner = [0, 0, 0];
  const box = { topLeft: corner, topRight: corner, bottomLeft: corner, bottomRight: corner };
  return { hasMoved: false, worldPosition: corner, worldBoundingBox: box };
}
