import type {
  Annotation,
  CornerstoneTools,
  EnabledElement,
  StackViewport,
  ToolGroup,
  WorldPoint,
} from './cornerstone';
import { belowLine } from './labelPlace';
import { ownTool, untouchedTextBox } from './ownTool';

/** The annotation tool's name; no other tool of the host knows it, so it makes no measurement. */
export const WIDTH_TOOL = 'XrayToMriWidth';

const EDGE_COLOUR = 'rgb(255, 176, 32)';
const EDGE_WIDTH = 1;

/** A width on the film: its line is dragged, its edges are only drawn. */
export interface WidthAnnotation extends Annotation {
  data: Annotation['data'] & { label: string; edges: WorldPoint[][] };
}

function drawEdges(
  tools: CornerstoneTools,
  { annotationUID, data }: Annotation,
  { viewport }: EnabledElement,
  svg: unknown
): void {
  const { edges = [] } = data as Partial<WidthAnnotation['data']>;
  for (const [index, edge] of edges.entries()) {
    const points = edge.flatMap(point => {
      const place = viewport.worldToCanvas?.(point);
      return place ? [place] : [];
    });
    tools.drawing?.drawPolyline(svg, annotationUID ?? '', `edge-${index}`, points, {
      color: EDGE_COLOUR,
      lineWidth: EDGE_WIDTH,
    });
  }
}

/**
 * A line of the host's own length tool under a name of its own: its ends are dragged as those of any
 * annotation, but the host does not list it among the measurements. What is written beside it is its label.
 * It belongs to the image that the viewport shows.
 * @returns null where the host's tools lack what is needed
 */
export function createWidth(
  tools: CornerstoneTools,
  toolGroup: ToolGroup,
  viewport: StackViewport,
  { label, points, edges }: { label: string; points: WorldPoint[]; edges: WorldPoint[][] }
): WidthAnnotation | null {
  if (!tools.LengthTool) {
    return null;
  }
  const tool = ownTool(tools, tools.LengthTool, {
    toolName: WIDTH_TOOL,
    labelPlace: belowLine,
    drawUnder: (annotation, enabled, svg) => drawEdges(tools, annotation, enabled, svg),
  });
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
