import {
  annotationTools,
  type Annotation,
  type ImageGrid,
  type StackViewport,
  type ViewportServices,
} from './cornerstone';
import { placeToDraw, type DrawnOn } from './drawingPlace';
import { onViewportChange } from './filmViewport';
import type { Services } from './ohif';
import type { Region } from './panelHost';
import { cornersOf, isSameRegion, regionOf, squared } from './regionGeometry';
import { createRectangle } from './regionTool';
import { redraw } from './redraw';

/** What is drawn, and who hears of changes. Regions are in pixels of the picture as the host shows it. */
export interface DrawnRegion extends DrawnOn {
  region: Region;
  onChange(region: Region): void;
}

/** Keeps one rectangle on the radiograph. */
export interface RegionDrawing {
  /** What is written beside the rectangle. */
  name(label: string): void;
  /** Draws a region, in place of the last one; null takes it away. */
  draw(drawn: DrawnRegion | null): void;
  stop(): void;
}

/** A rectangle that was not touched for so long is made square. */
const SETTLED_MS = 250;

interface Shown {
  annotationUID: string;
  viewport: StackViewport;
  grid: ImageGrid;
}

/**
 * Draws the region of interest as an annotation of the host's own rectangle tool, so that it is moved and
 * resized with the host's means. Where the host does not give access to its tools, nothing is drawn.
 */
export function createRegionDrawing(services: Services & ViewportServices): RegionDrawing {
  const host = annotationTools();
  let wanted: DrawnRegion | null = null;
  let shown: Shown | null = null;
  let settling: ReturnType<typeof setTimeout> | undefined;
  let label = '';

  const remove = () => {
    clearTimeout(settling);
    if (shown && host) {
      host.tools.annotation.state.removeAnnotation(shown.annotationUID);
      redraw(shown.viewport);
    }
    shown = null;
  };

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
    const { viewport, toolGroup, grid } = place;
    const points = cornersOf(wanted.region, grid);
    const annotation = createRectangle(host.tools, toolGroup, viewport, points, () => label);
    if (!annotation) {
      return;
    }
    const annotationUID = host.tools.annotation.state.addAnnotation(annotation, viewport.element);
    shown = { annotationUID, viewport, grid };
    redraw(viewport);
  };

  const move = (annotation: Annotation, region: Region, { viewport, grid }: Shown) => {
    annotation.data.handles.points = cornersOf(region, grid);
    annotation.invalidated = true;
    redraw(viewport);
  };

  const settle = () => {
    const annotation = shown && host?.tools.annotation.state.getAnnotation(shown.annotationUID);
    if (wanted && shown && annotation) {
      move(annotation, wanted.region, shown);
    }
  };

  const follow = (event: Event) => {
    const { annotation } = (event as CustomEvent<{ annotation?: Annotation }>).detail ?? {};
    if (!wanted || !shown || !annotation || annotation.annotationUID !== shown.annotationUID) {
      return;
    }
    const region = squared(regionOf(annotation.data.handles.points, shown.grid));
    if (isSameRegion(region, wanted.region)) {
      return;
    }
    wanted = { ...wanted, region };
    wanted.onChange(region);
    clearTimeout(settling);
    settling = setTimeout(settle, SETTLED_MS);
  };

  const modified = host?.tools.Enums.Events['ANNOTATION_MODIFIED'] ?? '';
  host?.events.addEventListener(modified, follow);
  const unsubscribe = onViewportChange(services, show);

  return {
    name(wantedLabel) {
      label = wantedLabel;
      if (shown) {
        redraw(shown.viewport);
      }
    },
    draw(drawn) {
      const isOther =
        drawn?.displaySetInstanceUID !== wanted?.displaySetInstanceUID ||
        drawn?.imageId !== wanted?.imageId;
      wanted = drawn;
      if (!drawn || isOther) {
        remove();
      }
      const annotation = shown && host?.tools.annotation.state.getAnnotation(shown.annotationUID);
      if (drawn && shown && annotation) {
        move(annotation, drawn.region, shown);
      } else {
        shown = null;
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
