import type {
  Candidate,
  FilmReading,
  OpenedRadiograph,
  PanelHost,
  Region,
  RegionProposal,
  Side,
} from '../../host';
import type { Store } from './createStore';
import { filmOf, kneeRead, putReadingsAway, takeReadingsOut } from './kneeReadings';
import { nudged, type Nudge } from './nudge';
import { overviewOf } from './overview';
import { sentenceOf } from './sentenceOf';
import type { SessionState } from './state';
import { workOf, type StudyWork } from './studyMemory';

/** Pictures that are looked at where the attributes leave open which one shows the knee. */
const MOST_PICTURES = 4;

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
    store.update(takeReadingsOut(store.get()));
    draw();
  };

  /** Puts a film that was left, and is read again, as it was left. */
  const giveBack = (
    { side, confirmed, space, region }: StudyWork,
    radiograph: OpenedRadiograph
  ) => {
    const isChosen = side !== null && side !== radiograph.side;
    propose(isChosen ? side : radiograph.side, isChosen);
    store.update({ confirmed, jointSpace: space && { ...space, radiograph } });
    if (region) {
      show(region);
    }
  };

  /** @param asked how to read it; as it was left, where the user comes back to it, or as its attributes say */
  const choose = async (candidateId: string, asked?: FilmReading) => {
    const { comingBack } = store.get();
    const film = filmOf(store.get(), candidateId);
    const before = kneeRead(store.get());
    const back = !asked && comingBack?.imageUID === film ? comingBack : null;
    // What was read of a film before its side was named may go on with it.
    const goOn = before.film === null || (before.film === film && before.side === null);
    current = null;
    store.update({
      ...(goOn || back ? {} : putReadingsAway(store.get())),
      comingBack: back,
      candidateId,
      radiograph: { status: 'loading' },
      region: { status: 'none' },
      side: null,
      confirmed: false,
    });
    draw();
    try {
      const reading = asked ?? back?.reading ?? undefined;
      const value = await host.openRadiograph(candidateId, reading);
      const { comingBack: work, side: named, ...now } = store.get();
      if (now.candidateId === candidateId) {
        store.update({ radiograph: { status: 'ready', value }, comingBack: null });
        if (back) {
          giveBack(work ?? back, value);
        } else {
          propose(named ?? value.side, named !== null);
        }
      }
    } catch (error) {
      if (store.get().candidateId === candidateId) {
        store.update({ radiograph: { status: 'failed', message: sentenceOf(error) } });
      }
    }
  };

  /**
   * Reads the same film in another way; the side that the user named stays, that of its attributes is looked
   * up again (frames may be of both knees), and the region is found anew.
   */
  const readAgain = async (change: Partial<FilmReading>) => {
    const radiograph = opened();
    if (!radiograph) {
      return;
    }
    const { candidateId, frame, turnedOver } = radiograph;
    const { side: before } = store.get();
    const isCurrent = () => store.get().candidateId === candidateId;
    current = null;
    proposed = null;
    store.update({
      comingBack: workOf(store.get()),
      radiograph: { status: 'loading' },
      region: { status: 'none' },
    });
    draw();
    try {
      const value = await host.openRadiograph(candidateId, { frame, turnedOver, ...change });
      if (isCurrent()) {
        const { side: now } = store.get();
        const isNamed = now !== before;
        const side = isNamed || now !== radiograph.side ? now : value.side;
        const isOtherKnee = now !== null && now !== side;
        store.update({
          ...(isOtherKnee ? putReadingsAway(store.get()) : {}),
          radiograph: { status: 'ready', value },
          comingBack: null,
        });
        propose(side, side !== null && (isNamed || side !== value.side));
      }
    } catch (error) {
      if (isCurrent()) {
        store.update({ radiograph: { status: 'failed', message: sentenceOf(error) } });
      }
    }
  };

  /** Notes down the side of a film that is still being read, which is opened with it then. */
  const nameAhead = (side: Side) => {
    const { comingBack } = store.get();
    const isOther = comingBack !== null && comingBack.side !== side;
    store.update({
      side,
      comingBack: isOther
        ? { ...comingBack, side, region: null, confirmed: false, space: null }
        : comingBack,
    });
    store.update(takeReadingsOut(store.get()));
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
    const { study, model, candidateId, comingBack } = store.get();
    const usable = study?.candidates.filter(candidate => candidate.usable) ?? [];
    if (candidateId !== null || model.status !== 'ready' || usable.length === 0) {
      return;
    }
    const leftAt = usable.find(
      ({ imageUID }) => imageUID !== null && imageUID === comingBack?.imageUID
    );
    if (leftAt) {
      await choose(leftAt.id);
      return;
    }
    const [best] = usable;
    const isClear = best?.sure === true || usable.length === 1;
    const id = isClear ? best?.id : await firstByPicture(overviewOf(usable).map(one => one.id));
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
      chooseShown(): Candidate | null {
        const id = host.candidateOnShow();
        const shown = store.get().study?.candidates.find(candidate => candidate.id === id) ?? null;
        if (shown?.usable) {
          void choose(shown.id);
        }
        return shown;
      },
      /** Readings are of one knee: they do not follow the user to the other, and wait for the way back. */
      setSide(side: Side) {
        const { side: before } = kneeRead(store.get());
        if (before !== null && before !== side) {
          store.update(putReadingsAway(store.get()));
        }
        if (store.get().radiograph.status === 'loading') {
          nameAhead(side);
        } else {
          propose(side, true);
        }
      },
      /** For a film that is seen from behind. */
      turnOver() {
        const radiograph = opened();
        if (radiograph) {
          void readAgain({ turnedOver: !radiograph.turnedOver });
        }
      },
      /** @param frame counted from 1 */
      setFrame(frame: number) {
        const radiograph = opened();
        if (radiograph && frame >= 1 && frame <= radiograph.frames) {
          void readAgain({ frame });
        }
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
