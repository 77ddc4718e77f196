import type {
  Annotation,
  AnnotationToolClass,
  CornerstoneTools,
  StackViewport,
  ToolGroup,
  WorldPoint,
} from './cornerstone';

/** The annotation tool's name; no other tool of the host knows it, so it makes no measurement. */
export const REGION_TOOL = 'XrayToMriRegion';

const registered = new WeakMap<CornerstoneTools, AnnotationToolClass>();

function toolClass(tools: CornerstoneTools): AnnotationToolClass {
  const known = registered.get(tools);
  if (known) {
    return known;
  }
  const made = class extends tools.RectangleROITool {
    static override toolName = REGION_TOOL;
  };
  tools.addTool(made);
  registered.set(tools, made);
  return made;
}

/** The place of the label's box is the host's to find. */
function untouchedTextBox() {
  const corner = [0, 0, 0];
  const box = { topLeft: corner, topRight: corner, bottomLeft: corner, bottomRight: corner };
  return { hasMoved: false, worldPosition: corner, worldBoundingBox: box };
}

/**
 * A rectangle of the host's own rectangle tool under a name of its own: it is moved and resized as any
 * annotation, but the host does not list it among the measurements, and it shows no statistics.
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
  const tool = toolClass(tools);
  if (toolGroup.hasTool?.(REGION_TOOL) !== true) {
    toolGroup.addTool(REGION_TOOL, { calculateStats: false, getTextLines: () => [label()] });
  }
  toolGroup.setToolPassive(REGION_TOOL);
  const handles = { points, activeHandleIndex: null, textBox: untouchedTextBox() };
  const data = { label: '', cachedStats: {}, handles };
  return tool.createAnnotationForViewport?.(viewport, { data }) ?? null;
}
