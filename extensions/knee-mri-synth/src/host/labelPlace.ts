import type { Annotation, StackViewport } from './cornerstone';

/** A place on the viewport, in pixels from its upper left corner. */
export type CanvasPoint = readonly [number, number];

export interface CanvasSize {
  width: number;
  height: number;
}

/** The host draws a label so far right of and below the place that it is given. */
const HOST_PADDING = 25;
/** Of the host's 14 pixel sans serif; hardly any letter is wider. */
const CHARACTER_WIDTH = 8;
const LABEL_HEIGHT = 22;
const MARGIN = 4;

/** How much room a label takes. */
export function sizeOfLabel(label: string): CanvasSize {
  return { width: CHARACTER_WIDTH * label.length, height: LABEL_HEIGHT };
}

const within = (place: number, room: number) => Math.max(MARGIN, Math.min(place, room - MARGIN));

/** The nearest place at which the whole label is in the viewport. */
export function insideOf(
  room: CanvasSize,
  [left, top]: CanvasPoint,
  label: CanvasSize
): CanvasPoint {
  return [within(left, room.width - label.width), within(top, room.height - label.height)];
}

/** Over the upper edge of a rectangle, flush with its left one: what is measured lies in its middle. */
export function aboveRectangle(corners: readonly CanvasPoint[], label: CanvasSize): CanvasPoint {
  const left = Math.min(...corners.map(([x]) => x));
  const top = Math.min(...corners.map(([, y]) => y));
  return [left, top - label.height - MARGIN];
}

/** Below a line that goes down the film, on the side that is turned away from the other lines. */
export function belowLine(
  line: readonly CanvasPoint[],
  all: readonly (readonly CanvasPoint[])[],
  label: CanvasSize
): CanvasPoint {
  const middle = (points: readonly CanvasPoint[]) =>
    points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const x = middle(line);
  const away = Math.sign(x - middle(all.flat()));
  const bottom = Math.max(...line.map(([, y]) => y));
  return [x - (label.width * (1 - away)) / 2, bottom + MARGIN];
}

/** An annotation's points on the viewport; none where the viewport does not tell. */
export function onCanvas({ data }: Annotation, viewport: StackViewport): CanvasPoint[] {
  return data.handles.points.flatMap(point => {
    const place = viewport.worldToCanvas?.(point);
    return place ? [place] : [];
  });
}

/** Has the host draw an annotation's label with its upper left corner at a place, wherever it would itself. */
export function putLabel({ data }: Annotation, viewport: StackViewport, [x, y]: CanvasPoint): void {
  const worldPosition = viewport.canvasToWorld?.([x - HOST_PADDING, y - HOST_PADDING]);
  const { textBox } = data.handles;
  if (worldPosition && textBox) {
    Object.assign(textBox, { worldPosition, hasMoved: true });
  }
}

/** Has the mouse reach the lines under a label that was drawn, which would be dragged in their place. */
export function letThrough({ data }: Annotation): void {
  const { textBox } = data.handles;
  if (textBox) {
    Object.assign(textBox, { worldBoundingBox: null });
  }
}
