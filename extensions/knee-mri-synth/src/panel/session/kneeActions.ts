import {
  notRead,
  type Doubt,
  type OpenedRadiograph,
  type PanelHost,
  type Region,
  type RegionProposal,
  type Side,
} from '../../host';
import type { Store } from './createStore';
import { sentenceOf } from './sentenceOf';
import type { SessionState } from './state';

/** Pictures that are looked at where the attributes leave open which one shows the knee. */
const MOST_PICTURES = 4;

/** Readings of another knee cannot be undone into this one. */
const NOTHING_READ = { readings: notRead(), earlierReadings: [] };

/** What the user has to confirm before anything is sampled; empty once that is done. */
export function openDoubts({ radiograph, region, confirmed }: SessionState): readonly Doubt[] {
  if (confirmed || radiograph.status !== 'ready' || region.status !== 'ready') {
    return [];
  }
  return [...radiograph.value.doubts, ...region.value.doubts];
}

/** Where a region goes with one press of a key: parts of its own width. */
export interface Nudge {
  right?: number;
  down?: number;
  grow?: number;
}

function nudged({ x, y, width, height }: Region, { right = 0, down = 0, grow = 0 }: Nudge): Region {
  const [w, h] = [width * (1 + grow), height * (1 + grow)];
  return {
    x: x + right * width - (w - width) / 2,
    y: y + down * height - (h - height) / 2,
    width: w,
    height: h,
  };
}

/** Choosing the radiograph, the knee and the region of interest. */
export function createKneeActions(host: PanelHost, store: Store<SessionState>) {
  /** What the region on show came from; null for one that was placed by hand. */
  let proposed: RegionProposal | null = null;
  let current: Region | null = null;

  const opened = (): OpenedRadiograph | null => {
    const { radiograph } = store.get();
    return radiograph.status === 'ready' ? radiograph.value : null;
  };

  const draw = () => {
    const radiograph = opened();
    host.drawRegion(radiograph && current ? { radiograph, region: current } : null, follow);
  };

  /** Takes a region that the user drew; where the picture doubted the region, that is settled. */
  const follow = (region: Region) => {
    const radiograph = opened();
    if (!radiograph) {
      return;
    }
    current = region;
    try {
      const notes = radiograph.checkRegion(region);
      const doubts = (proposed?.doubts ?? []).filter(({ about }) => about !== 'region');
      const { looksLike = null, confidence = 0 } = proposed ?? {};
      const value = { region, looksLike, confidence, notes, doubts };
      store.update({ region: { status: 'ready', value } });
    } catch (error) {
      store.update({ region: { status: 'failed', message: sentenceOf(error) } });
    }
  };

  const show = (region: Region) => {
    follow(region);
    draw();
  };

  /** @param chosen whether the user named the side; then its shape no longer raises a doubt */
  const propose = (side: Side | null, chosen: boolean) => {
    const radiograph = opened();
    if (!radiograph) {
      return;
    }
    try {
      const found = radiograph.propose(side);
      const settled = chosen ? found.doubts.filter(({ about }) => about === 'side') : [];
      const doubts = found.doubts.filter(doubt => !settled.includes(doubt));
      const notes = [...found.notes, ...settled.map(({ sentence }) => sentence)];
      proposed = { ...found, doubts, notes };
      current = found.region;
      store.update({ side, region: { status: 'ready', value: proposed }, confirmed: false });
    } catch (error) {
      proposed = null;
      current = null;
      const region = { status: 'failed', message: sentenceOf(error) } as const;
      store.update({ side, region, confirmed: false });
    }
    draw();
  };

  const choose = async (candidateId: string) => {
    const before = store.get().candidateId;
    current = null;
    store.update({
      ...(before !== null && before !== candidateId ? NOTHING_READ : {}),
      candidateId,
      radiograph: { status: 'loading' },
      region: { status: 'none' },
      side: null,
      confirmed: false,
    });
    draw();
    try {
      const value = await host.openRadiograph(candidateId);
      if (store.get().candidateId === candidateId) {
        store.update({ radiograph: { status: 'ready', value } });
        propose(value.side, false);
      }
    } catch (error) {
      if (store.get().candidateId === candidateId) {
        store.update({ radiograph: { status: 'failed', message: sentenceOf(error) } });
      }
    }
  };

  /** Of films that no attribute recommends, the first that looks like a frontal knee. */
  const firstByPicture = async (ids: readonly string[]): Promise<string | undefined> => {
    for (const id of ids.slice(0, MOST_PICTURES)) {
      const looks = await host.looksFrontal(id).catch(() => null);
      if (looks !== null) {
        store.update({ looks: { ...store.get().looks, [id]: looks } });
      }
      if (looks === true) {
        return id;
      }
    }
    return ids[0];
  };

  /** Opens the film that suits best, unless one is chosen already. */
  const chooseFirst = async () => {
    const { study, model, candidateId } = store.get();
    const usable = study?.candidates.filter(candidate => candidate.usable) ?? [];
    if (candidateId !== null || model.status !== 'ready' || usable.length === 0) {
      return;
    }
    const [best] = usable;
    const isClear = best?.sure === true || usable.length === 1;
    const id = isClear ? best?.id : await firstByPicture(usable.map(one => one.id));
    const now = store.get();
    const isSameStudy = now.study?.studyInstanceUID === study?.studyInstanceUID;
    if (id !== undefined && isSameStudy && now.candidateId === null) {
      await choose(id);
    }
  };

  return {
    choose,
    chooseFirst,
    /** Takes over a region that a record gives, without a question. */
    adopt(region: Region) {
      proposed = null;
      show(region);
    },
    /** Nothing is drawn any more, for example because another study was opened. */
    clear() {
      proposed = null;
      current = null;
      draw();
    },
    actions: {
      choose: (candidateId: string) => void choose(candidateId),
      /** Readings are of one knee: they do not follow the user to the other. */
      setSide(side: Side) {
        const before = store.get().side;
        if (before !== null && before !== side) {
          store.update(NOTHING_READ);
        }
        propose(side, true);
      },
      nudgeRegion(nudge: Nudge) {
        if (current) {
          show(nudged(current, nudge));
        }
      },
      resetRegion: () => propose(store.get().side, store.get().side !== opened()?.side),
      /** A square in the middle of the film, where no knee was found on it. */
      placeRegion() {
        const radiograph = opened();
        if (radiograph) {
          proposed = null;
          show(radiograph.centralRegion());
        }
      },
      confirm: () => store.update({ confirmed: true }),
    },
  };
}
