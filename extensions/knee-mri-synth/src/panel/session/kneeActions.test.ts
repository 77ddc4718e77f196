import {
  createFakeHost,
  FRONTAL,
  LATERAL,
  NOTHING_READ,
  radiographOf,
  settle,
  studyWith,
  type FakeHost,
} from '../../../test/fakeHost';
import { sentence } from '../../../test/sentence';
import { sessionOn } from '../../../test/sessionOn';
import type { Doubt, OpenedRadiograph } from '../../host';
import { openDoubts } from './openDoubts';
import type { createSession } from './session';

const regionIn = ({ region }: ReturnType<ReturnType<typeof createSession>['getState']>) =>
  region.status === 'ready' ? region.value.region : region;

/** A host whose picture raises doubts. */
function doubtful(found: readonly Doubt[], ofAttributes: readonly Doubt[] = []): FakeHost {
  const host = createFakeHost();
  host.openRadiograph = id => {
    const radiograph: OpenedRadiograph = radiographOf(id, 'R');
    return Promise.resolve({
      ...radiograph,
      doubts: ofAttributes,
      propose: side => ({ ...radiograph.propose(side), doubts: found }),
    });
  };
  return host;
}

describe('choosing among films', () => {
  const SILENT = { ...FRONTAL, sure: false };

  it('looks at the pictures where no attribute recommends one', async () => {
    const candidates = [
      { ...SILENT, id: 'a' },
      { ...SILENT, id: 'b' },
    ];
    const host = createFakeHost({ candidates });
    host.looksFrontal = id => Promise.resolve(id === 'b');
    const { state } = await sessionOn(host);
    await settle();
    expect(state()).toMatchObject({ candidateId: 'b', looks: { a: false, b: true } });
  });

  it('takes the first where no picture helps, and leaves the rest to the doubts', async () => {
    const host = createFakeHost({ candidates: [SILENT, { ...SILENT, id: 'b' }] });
    host.looksFrontal = () => Promise.reject(new Error('cannot be read'));
    const { state } = await sessionOn(host);
    await settle();
    expect(state()).toMatchObject({ candidateId: 'frontal', looks: {} });
  });

  it('does not look at pictures where the attributes are clear', async () => {
    const host = createFakeHost({ candidates: [FRONTAL, SILENT, LATERAL] });
    host.looksFrontal = () => Promise.reject(new Error('not asked for'));
    const { state } = await sessionOn(host);
    expect(state()).toMatchObject({ candidateId: 'frontal', looks: {} });
  });

  it('keeps to what the user chose in the meantime', async () => {
    const candidates = [SILENT, { ...SILENT, id: 'b' }];
    const host = createFakeHost({ candidates });
    let answer: (looks: boolean) => void = () => undefined;
    host.looksFrontal = () => new Promise(resolve => (answer = resolve));
    const { state, actions } = await sessionOn(host);
    actions.choose('b');
    answer(true);
    await settle();
    expect(state().candidateId).toBe('b');
  });
});

describe('what is doubted', () => {
  const REGION: Doubt = { about: 'region', sentence: sentence('The knee was not found surely.') };
  const SIDE: Doubt = { about: 'side', sentence: sentence('It looks like the other knee.') };
  const VIEW: Doubt = {
    about: 'view',
    sentence: sentence('Its attributes contradict each other.'),
  };

  it('is not sampled before the user confirms it', async () => {
    const host = doubtful([REGION], [VIEW]);
    const { state, actions } = await sessionOn(host);
    expect(openDoubts(state())).toEqual([VIEW, REGION]);
    actions.generate();
    expect(host.jobs).toEqual([]);
    actions.confirm();
    actions.generate();
    expect(host.jobs).toHaveLength(1);
  });

  it('is settled about the side by naming it, and then noted', async () => {
    const host = doubtful([SIDE]);
    const { state, actions } = await sessionOn(host);
    expect(openDoubts(state())).toEqual([SIDE]);
    actions.setSide('R');
    expect(openDoubts(state())).toEqual([]);
    expect(state().region).toMatchObject({ value: { notes: [SIDE.sentence] } });
  });

  it('is settled about the region by drawing it', async () => {
    const host = doubtful([REGION]);
    const { state } = await sessionOn(host);
    host.drawn?.drag({ x: 1, y: 2, width: 10, height: 10 });
    expect(openDoubts(state())).toEqual([]);
  });

  it('is asked again on another film', async () => {
    const host = doubtful([REGION]);
    const { state, actions } = await sessionOn(host);
    actions.confirm();
    actions.choose('frontal');
    await settle();
    expect(openDoubts(state())).toEqual([REGION]);
  });
});

describe('how a film is read', () => {
  const open = ({ radiograph }: ReturnType<ReturnType<typeof createSession>['getState']>) =>
    radiograph.status === 'ready' ? radiograph.value : radiograph;

  it("is turned over and back on the user's word, keeping the side that was named", async () => {
    const host = createFakeHost({ side: 'R' });
    const { state, actions } = await sessionOn(host);
    actions.setSide('L');
    actions.turnOver();
    await settle();
    expect(open(state())).toMatchObject({ turnedOver: true, frame: 1 });
    expect(state().side).toBe('L');
    expect(host.drawn?.region).toMatchObject({ x: 100 });
    actions.turnOver();
    await settle();
    expect(open(state())).toMatchObject({ turnedOver: false });
  });

  it('is what the job and its record are made with', async () => {
    const host = createFakeHost();
    const { actions } = await sessionOn(host);
    actions.turnOver();
    await settle();
    actions.generate();
    expect(host.jobs[0]?.job.radiograph).toMatchObject({ turnedOver: true });
  });

  it('asks again what is doubted', async () => {
    const host = doubtful([
      { about: 'orientation', sentence: sentence('The marker is mirrored.') },
    ]);
    const { state, actions } = await sessionOn(host);
    actions.confirm();
    actions.turnOver();
    await settle();
    expect(openDoubts(state())).toHaveLength(1);
  });

  it('takes another picture of several, and none that is not there', async () => {
    const host = createFakeHost();
    host.openRadiograph = (id, reading) =>
      Promise.resolve({ ...radiographOf(id, 'R', reading), frames: 3 });
    const { state, actions } = await sessionOn(host);
    actions.setFrame(3);
    await settle();
    expect(open(state())).toMatchObject({ frame: 3, frames: 3 });
    actions.setFrame(4);
    await settle();
    expect(open(state())).toMatchObject({ frame: 3 });
  });

  it('takes the side that is said of the other picture, and no readings along', async () => {
    const host = createFakeHost();
    host.openRadiograph = (id, reading) =>
      Promise.resolve({
        ...radiographOf(id, reading?.frame === 2 ? 'L' : 'R', reading),
        frames: 2,
      });
    const { state, actions } = await sessionOn(host);
    actions.setReading('XRKL', 3);
    actions.setFrame(2);
    await settle();
    expect(state().side).toBe('L');
    expect(state().readings).toEqual(NOTHING_READ);
    expect(host.drawn?.region).toMatchObject({ x: 100 });
    actions.setSide('R');
    actions.setFrame(1);
    await settle();
    expect(state().side).toBe('R');
  });

  it('is forgotten with the film', async () => {
    const host = createFakeHost({ candidates: [FRONTAL, { ...FRONTAL, id: 'other' }] });
    const { state, actions } = await sessionOn(host);
    actions.turnOver();
    actions.choose('other');
    await settle();
    expect(open(state())).toMatchObject({ candidateId: 'other', turnedOver: false });
  });
});

describe('the region', () => {
  it('is drawn where it was proposed', async () => {
    const host = createFakeHost({ side: 'L' });
    await sessionOn(host);
    expect(host.drawn?.region).toEqual({ x: 100, y: 0, width: 10, height: 10 });
  });

  it('is what was drawn last, and what is sampled', async () => {
    const host = createFakeHost();
    const { actions } = await sessionOn(host);
    const region = { x: 3, y: 4, width: 12, height: 12 };
    host.drawn?.drag(region);
    actions.generate();
    expect(host.jobs[0]?.job.region).toEqual(region);
  });

  it('is explained where it is odd, and refused where it cannot be used', async () => {
    const host = createFakeHost();
    const { state, actions } = await sessionOn(host);
    host.drawn?.drag({ x: 0, y: 0, width: 30, height: 30 });
    expect(state().region).toMatchObject({ value: { notes: [sentence('The region is large.')] } });
    host.drawn?.drag({ x: 0, y: 0, width: 60, height: 60 });
    expect(state().region).toEqual({
      status: 'failed',
      message: sentence('The region is too large.'),
    });
    actions.generate();
    expect(host.jobs).toEqual([]);
    actions.resetRegion();
    expect(regionIn(state())).toEqual({ x: 0, y: 0, width: 10, height: 10 });
  });

  it('moves and grows about its centre by key', async () => {
    const host = createFakeHost();
    const { state, actions } = await sessionOn(host);
    actions.nudgeRegion({ right: 0.1, down: -0.2 });
    expect(regionIn(state())).toEqual({ x: 1, y: -2, width: 10, height: 10 });
    actions.nudgeRegion({ grow: 0.5 });
    expect(regionIn(state())).toEqual({ x: -1.5, y: -4.5, width: 15, height: 15 });
    expect(host.drawn?.region).toEqual(regionIn(state()));
  });

  it('is placed in the middle where no knee was found', async () => {
    const host = createFakeHost();
    const { state, actions } = await sessionOn(host);
    actions.placeRegion();
    expect(regionIn(state())).toEqual({ x: 5, y: 5, width: 10, height: 10 });
  });

  it('is taken away with the study', async () => {
    const host = createFakeHost();
    await sessionOn(host);
    host.setStudy(studyWith([], '9.9'));
    expect(host.drawn).toBeNull();
  });
});
