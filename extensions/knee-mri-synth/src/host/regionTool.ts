import type {
  Annotation,
  CornerstoneTools,
  StackViewport,
  ToolGroup,
  WorldPoint,
} from './cornerstone';
import { aboveRectangle } from './labelPlace';
import { ownTool, untouchedTextBox } from './ownTool';

/** The annotation tool's name; no other tool of the host knows it, so it makes no measurement. */
export const REGION_TOOL = 'XrayToMriRegion';

/**
 * A rectangle of the host's own rectangle tool under a name of its own: it is moved and resized as any
 * annotation, but the host does not list it among the measurements, and it shows no statistics. It
 * belongs to the image that the viewport shows.
 * @param label what is written beside it, asked for whenever it is drawn
 * @returns null where the host's tools lack what is needed
 */
export function createRectangle(
  tools: CornerstoneTools,
  toolGroup: ToolGroup,
  viewport: StackViewport,
  points: WorldPoint[],
  label: () => string
): Annotation | null {
  const tool = ownTool(tools, tools.RectangleROITool, {
    toolName: REGION_TOOL,
    labelPlace: (points, _all, size) => aboveRectangle(points, size),
  });
  if (toolGroup.hasTool?.(REGION_TOOL) !== true) {
    toolGroup.addTool(REGION_TOOL, { calculateStats: false, getTextLines: () => [label()] });
  }
  toolGroup.setToolPassive(REGION_TOOL);
  const handles = { points, activeHandleIndex: null, textBox: untouchedTextBox() };
  const data = { label: '', cachedStats: {}, handles };
  return tool.createAnnotationForViewport?.(viewport, { data }) ?? null;
}
