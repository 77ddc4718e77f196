import type {
  Annotation,
  AnnotationToolClass,
  CornerstoneTools,
  EnabledElement,
  StackViewport,
  ToolGroup,
  WorldPoint,
} from './cornerstone';

/** The annotation tool's name; no other tool of the host knows it, so it makes no measurement. */
export const WIDTH_TOOL = 'XrayToMriWidth';

const EDGE_COLOUR = 'rgb(255, 176, 32)';
const EDGE_WIDTH = 1;

/** A width on the film: its line is dragged, its edges are only drawn. */
export interface WidthAnnotation extends Annotation {
  data: Annotation['data'] & { label: string; edges: WorldPoint[][] };
}

const registered = new WeakMap<CornerstoneTools, AnnotationToolClass>();

function toolClass(tools: CornerstoneTools): AnnotationToolClass | null {
  const known = registered.get(tools);
  if (known || !tools.LengthTool) {
    return known ?? null;
  }
  const made = class extends tools.LengthTool {
    static override toolName = WIDTH_TOOL;

    constructor(...args: never[]) {
      super(...args);
      const drawLines = this.renderAnnotation;
      this.renderAnnotation = (enabled, svg) => {
        drawEdges(tools, enabled, svg);
        return drawLines?.(enabled, svg) ?? false;
      };
    }
  };
  tools.addTool(made);
  registered.set(tools, made);
  return made;
}

function drawEdges(tools: CornerstoneTools, { viewport }: EnabledElement, svg: unknown): void {
  const annotations = tools.annotation.state.getAnnotations?.(WIDTH_TOOL, viewport.element) ?? [];
  for (const annotation of annotations) {
    const { edges = [] } = annotation.data as Partial<WidthAnnotation['data']>;
    for (const [index, edge] of edges.entries()) {
      const points = edge.flatMap(point => {
        const place = viewport.worldToCanvas?.(point);
        return place ? [place] : [];
      });
      tools.drawing?.drawPolyline(svg, annotation.annotationUID ?? '', `edge-${index}`, points, {
        color: EDGE_COLOUR,
        lineWidth: EDGE_WIDTH,
      });
    }
  }
}

/** The place of the label's box is the host's to find. */
function untouchedTextBox() {
  const corner = [0, 0, 0];
  const box = { topLeft: corner, topRight: corner, bottomLeft: corner, bottomRight: corner };
  return { hasMoved: false, worldPosition: corner, worldBoundingBox: box };
}

/**
 * A line of the host's own length tool under a name of its own: its ends are dragged as those of any
 * annotation, but the host does not list it among the measurements. What is written beside it is its label.
 * @returns null where the host's tools lack what is needed
 */
export function createWidth(
  tools: CornerstoneTools,
  toolGroup: ToolGroup,
  viewport: StackViewport,
  { label, points, edges }: { label: string; points: WorldPoint[]; edges: WorldPoint[][] }
): WidthAnnotation | null {
  const tool = toolClass(tools);
  if (tool === null) {
    return null;
  }
  if (toolGroup.hasTool?.(WIDTH_TOOL) !== true) {
    const getTextLines = (data: WidthAnnotation['data']) => [data.label];
    toolGroup.addTool(WIDTH_TOOL, { getTextLines });
  }
  toolGroup.setToolPassive(WIDTH_TOOL);
  const handles = { points, activeHandleIndex: null, textBox: untouchedTextBox() };
  const data = { label, edges, cachedStats: {}, handles };
  const annotation = tool.createAnnotationForViewport?.(viewport, { data });
  return annotation ? { ...annotation, data: { ...annotation.data, label, edges } } : null;
}
