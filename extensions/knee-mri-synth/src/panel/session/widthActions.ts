import type { CompartmentName, PanelHost, WidthEnds } from '../../host';
import type { Store } from './createStore';
import { sentenceOf } from './sentenceOf';
import type { SessionState } from './state';
import {
  currentSpace,
  NOTHING_MOVED,
  widthOf,
  widthsOf,
  type MeasuredSpace,
  type MovedEnds,
  type WidthEnd,
} from './widths';

/** Steps that can be undone. */
const MOST_STEPS = 100;

/** Measuring the joint space, and moving, undoing and taking away what was measured. */
export function createWidthActions(host: PanelHost, store: Store<SessionState>) {
  /** What was moved before the hand began to drag; null while nothing is dragged. */
  let beforeDrag: MovedEnds | null = null;
  let drawn: MeasuredSpace | null = null;

  const change = (space: Partial<MeasuredSpace>) => {
    const current = currentSpace(store.get());
    if (current) {
      store.update({ jointSpace: { ...current, ...space } });
    }
  };

  const remember = (moved: MovedEnds) => {
    const { earlier = [] } = currentSpace(store.get()) ?? {};
    return [...earlier, moved].slice(-MOST_STEPS);
  };

  const follow = (compartment: CompartmentName, ends: WidthEnds, isSettled: boolean) => {
    const space = currentSpace(store.get());
    if (!space) {
      return;
    }
    beforeDrag ??= space.moved;
    const moved = { ...space.moved, [compartment]: ends };
    change(isSettled ? { moved, earlier: remember(beforeDrag) } : { moved });
    if (isSettled) {
      beforeDrag = null;
    }
  };

  /** Keeps on the film what the state says. */
  const draw = () => {
    const state = store.get();
    const space = currentSpace(state);
    if (space === drawn) {
      return;
    }
    if (space?.radiograph !== drawn?.radiograph) {
      beforeDrag = null;
    }
    drawn = space;
    const widths = widthsOf(state).map(({ compartment, ends, edges, widthMm, scale }) => ({
      compartment,
      widthMm,
      scale,
      ends,
      edges,
    }));
    host.drawWidths(
      space && widths.length > 0 ? { radiograph: space.radiograph, widths } : null,
      follow
    );
  };

  const unsubscribe = store.subscribe(draw);

  return {
    /** Nothing is drawn any more. */
    stop() {
      unsubscribe();
      host.drawWidths(null, follow);
    },
    actions: {
      measureWidths() {
        const { radiograph, region, side } = store.get();
        if (radiograph.status !== 'ready' || region.status !== 'ready' || side === null) {
          return;
        }
        const space = { radiograph: radiograph.value, side, moved: NOTHING_MOVED, earlier: [] };
        beforeDrag = null;
        try {
          const value = radiograph.value.measureJointSpace(region.value.region, side);
          store.update({ jointSpace: { ...space, found: { status: 'ready', value } } });
        } catch (error) {
          const found = { status: 'failed', message: sentenceOf(error) } as const;
          store.update({ jointSpace: { ...space, found } });
        }
      },
      moveWidthEnd(
        compartment: CompartmentName,
        end: WidthEnd,
        byMm: { right: number; down: number }
      ) {
        const space = currentSpace(store.get());
        const width = space && widthOf(space, compartment);
        if (!space || !width || space.found.status !== 'ready') {
          return;
        }
        const { pixelSpacingMm } = space.found.value;
        const at = width.ends[end];
        const moved = {
          x: at.x + byMm.right / pixelSpacingMm,
          y: at.y + byMm.down / pixelSpacingMm,
        };
        const ends = { ...width.ends, [end]: moved };
        change({
          moved: { ...space.moved, [compartment]: ends },
          earlier: remember(space.moved),
        });
      },
      undoWidths() {
        if (beforeDrag) {
          const moved = beforeDrag;
          beforeDrag = null;
          change({ moved });
          return;
        }
        const earlier = currentSpace(store.get())?.earlier ?? [];
        const last = earlier.at(-1);
        if (last) {
          change({ moved: last, earlier: earlier.slice(0, -1) });
        }
      },
      /** The ends where they were traced, again. */
      resetWidths() {
        const space = currentSpace(store.get());
        if (space && space.moved !== NOTHING_MOVED) {
          change({ moved: NOTHING_MOVED, earlier: remember(space.moved) });
        }
      },
      clearWidths: () => store.update({ jointSpace: null }),
    },
  };
}
