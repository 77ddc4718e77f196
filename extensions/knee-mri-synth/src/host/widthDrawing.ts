import {
  annotationTools,
  type Annotation,
  type ImageGrid,
  type ViewportServices,
  type WorldPoint,
} from './cornerstone';
import { placeToDraw, type DrawnOn } from './drawingPlace';
import { onViewportChange, type FilmViewport } from './filmViewport';
import type { Services } from './ohif';
import type { CompartmentName, FilmPoint, WidthEnds } from './panelHost';
import { createWidth } from './widthTool';
import { redraw } from './redraw';

/** A width as it is drawn; places are pixels of the picture as the host shows it. */
export interface DrawnWidth {
  compartment: CompartmentName;
  /** What is written beside the line. */
  label: string;
  ends: WidthEnds;
  edges: readonly (readonly FilmPoint[])[];
}

export interface DrawnWidths extends DrawnOn {
  widths: readonly DrawnWidth[];
  /** @param isSettled whether the hand rests */
  onChange(compartment: CompartmentName, ends: WidthEnds, isSettled: boolean): void;
}

/** Keeps the joint-space widths on the radiograph. */
export interface WidthDrawing {
  /** Draws widths, in place of the last ones; null takes them away. */
  draw(drawn: DrawnWidths | null): void;
  stop(): void;
}

/** A line that was not touched for so long has been dragged to its place. */
const SETTLED_MS = 250;
/** From the corner of the picture to the centre of its first pixel. */
const HALF_PIXEL = 0.5;
/** Nobody drags by less, in pixels. */
const SAME_PLACE = 0.02;

interface Shown extends FilmViewport {
  uids: Map<CompartmentName, string>;
}

const toWorld = (grid: ImageGrid, { x, y }: FilmPoint): WorldPoint => {
  const [wx = 0, wy = 0, wz = 0] = Array.from(
    grid.indexToWorld([x - HALF_PIXEL, y - HALF_PIXEL, 0])
  );
  return [wx, wy, wz];
};

const toFilm = (grid: ImageGrid, world: WorldPoint | undefined): FilmPoint => {
  const [x = 0, y = 0] = Array.from(grid.worldToIndex(world ?? [0, 0, 0]));
  return { x: x + HALF_PIXEL, y: y + HALF_PIXEL };
};

const isSame = (a: FilmPoint, b: FilmPoint) => Math.hypot(a.x - b.x, a.y - b.y) < SAME_PLACE;

const haveSameEnds = (a: WidthEnds, b: WidthEnds) =>
  isSame(a.femur, b.femur) && isSame(a.tibia, b.tibia);

/**
 * Draws joint-space widths as annotations of the host's own length tool, so that their ends are dragged with
 * the host's means. Where the host does not give access to its tools, nothing is drawn.
 */
export function createWidthDrawing(services: Services & ViewportServices): WidthDrawing {
  const host = annotationTools();
  let wanted: DrawnWidths | null = null;
  let shown: Shown | null = null;
  let settling: ReturnType<typeof setTimeout> | undefined;
  /** What the hand dragged last, and may still be dragging. */
  let dragged: { compartment: CompartmentName; ends: WidthEnds } | null = null;

  const remove = () => {
    clearTimeout(settling);
    if (shown && host) {
      for (const uid of shown.uids.values()) host.tools.annotation.state.removeAnnotation(uid);
      redraw(shown.viewport);
    }
    shown = null;
  };

  const shapeOf = ({ ends, edges, label }: DrawnWidth, { grid }: FilmViewport) => ({
    label,
    points: [toWorld(grid, ends.femur), toWorld(grid, ends.tibia)],
    edges: edges.map(edge => edge.map(point => toWorld(grid, point))),
  });

  const show = () => {
    if (!host || !wanted) {
      return;
    }
    const place = placeToDraw(services, wanted, shown);
    if (place === 'unchanged') {
      return;
    }
    remove();
    if (place === 'nowhere') {
      return;
    }
    const uids: Shown['uids'] = new Map();
    const { toolGroup, viewport } = place;
    for (const width of wanted.widths) {
      const made = createWidth(host.tools, toolGroup, viewport, shapeOf(width, place));
      if (made) {
        uids.set(
          width.compartment,
          host.tools.annotation.state.addAnnotation(made, viewport.element)
        );
      }
    }
    shown = { ...place, uids };
    redraw(viewport);
  };

  const update = (film: Shown) => {
    for (const width of wanted?.widths ?? []) {
      const uid = film.uids.get(width.compartment);
      const annotation = uid && host?.tools.annotation.state.getAnnotation(uid);
      if (!annotation) continue;
      const { points, ...rest } = shapeOf(width, film);
      Object.assign(annotation.data, rest);
      annotation.data.handles.points = points;
      annotation.invalidated = true;
    }
    redraw(film.viewport);
  };

  const isWhole = () =>
    shown !== null &&
    [...shown.uids.values()].every(uid => host?.tools.annotation.state.getAnnotation(uid));

  const follow = (event: Event) => {
    const { annotation } = (event as CustomEvent<{ annotation?: Annotation }>).detail ?? {};
    const film = shown;
    const [compartment] =
      [...(film?.uids ?? [])].find(([, uid]) => uid === annotation?.annotationUID) ?? [];
    const width = wanted?.widths.find(one => one.compartment === compartment);
    if (!film || !wanted || !annotation || !width) {
      return;
    }
    const [femur, tibia] = annotation.data.handles.points;
    const ends = { femur: toFilm(film.grid, femur), tibia: toFilm(film.grid, tibia) };
    if (haveSameEnds(ends, width.ends)) {
      return;
    }
    const { onChange } = wanted;
    clearTimeout(settling);
    settling = setTimeout(() => onChange(width.compartment, ends, true), SETTLED_MS);
    dragged = { compartment: width.compartment, ends };
    onChange(width.compartment, ends, false);
  };

  const modified = host?.tools.Enums.Events['ANNOTATION_MODIFIED'] ?? '';
  host?.events.addEventListener(modified, follow);
  const unsubscribe = onViewportChange(services, show);

  return {
    draw(drawn) {
      const isOther =
        drawn?.displaySetInstanceUID !== wanted?.displaySetInstanceUID ||
        drawn?.imageId !== wanted?.imageId;
      wanted = drawn;
      const kept = drawn?.widths.find(one => one.compartment === dragged?.compartment);
      if (dragged && !(kept && haveSameEnds(kept.ends, dragged.ends))) {
        // The drag was taken back before it settled.
        clearTimeout(settling);
        dragged = null;
      }
      if (!drawn || isOther || !isWhole()) {
        remove();
      }
      if (drawn && shown) {
        update(shown);
      } else {
        show();
      }
    },
    stop() {
      wanted = null;
      remove();
      host?.events.removeEventListener(modified, follow);
      unsubscribe();
    },
  };
}
