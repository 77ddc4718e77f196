import {
  createFakeHost,
  FRONTAL,
  LATERAL,
  NOTHING_READ,
  radiographOf,
  settle,
  STORED_RUN,
  studyWith,
  type FakeHost,
} from '../../../test/fakeHost';
import { sentence } from '../../../test/sentence';
import { PanelError, type Completion } from '../../host';
import { openDoubts } from './kneeActions';
import { createSession } from './session';
import { createStudyMemory } from './studyMemory';

async function sessionOn(host: FakeHost) {
  const session = createSession(host);
  await settle();
  return { session, actions: session.actions, state: () => session.getState() };
}

const onlyJob = (host: FakeHost) => {
  const [job] = host.jobs.slice(-1);
  if (!job) {
    throw new Error('No job was started.');
  }
  return job;
};

describe('opening a study', () => {
  it('reads the first radiograph that can be used, and takes the side from its attributes', async () => {
    const host = createFakeHost({ candidates: [FRONTAL, LATERAL], side: 'L' });
    const { state } = await sessionOn(host);
    expect(state()).toMatchObject({
      candidateId: 'frontal',
      side: 'L',
      region: { status: 'ready', value: { region: { x: 100 } } },
      options: { steps: 10, slices: 50, seed: 1 },
    });
  });

  it('never takes a side that the attributes do not name', async () => {
    const host = createFakeHost({ side: null });
    const { state, actions } = await sessionOn(host);
    expect(state().side).toBeNull();
    actions.generate();
    expect(host.jobs).toEqual([]);
    actions.setSide('L');
    expect(state().side).toBe('L');
    actions.generate();
    expect(onlyJob(host).job).toMatchObject({ side: 'L', region: { x: 100 } });
  });

  it('uses no radiograph that cannot be used', async () => {
    const host = createFakeHost({ candidates: [LATERAL] });
    const { state } = await sessionOn(host);
    expect(state().candidateId).toBeNull();
    expect(state().radiograph.status).toBe('none');
  });

  it('shows why a radiograph cannot be read', async () => {
    const host = createFakeHost();
    host.openRadiograph = () =>
      Promise.reject(new PanelError(sentence('The file may be damaged.')));
    const { state } = await sessionOn(host);
    expect(state().radiograph).toEqual({
      status: 'failed',
      message: sentence('The file may be damaged.'),
    });
  });

  it('shows the radiograph chosen last, whichever is read first', async () => {
    const host = createFakeHost({ candidates: [FRONTAL, { ...FRONTAL, id: 'second' }] });
    const { state, actions } = await sessionOn(host);
    const waiting: (() => void)[] = [];
    host.openRadiograph = id =>
      new Promise(resolve => waiting.push(() => resolve(radiographOf(id, 'R'))));
    actions.choose('second');
    actions.choose('frontal');
    waiting.reverse().forEach(resolve => resolve());
    await settle();
    const { radiograph } = state();
    expect(radiograph.status === 'ready' && radiograph.value.candidateId).toBe('frontal');
  });

  it('forgets readings and result when another study is opened', async () => {
    const host = createFakeHost();
    const { state, actions } = await sessionOn(host);
    actions.setReading('XRKL', 3);
    actions.generate();
    onlyJob(host).finish();
    await settle();
    host.setStudy(studyWith([FRONTAL], '9.9'));
    expect(state()).toMatchObject({ readings: NOTHING_READ, job: { status: 'idle' } });
  });

  it('finds its work on a film again when the study is opened again', async () => {
    const host = createFakeHost();
    const { state, actions } = await sessionOn(host);
    actions.turnOver();
    await settle();
    actions.setSide('L');
    actions.setReading('XRKL', 3);
    const region = { x: 3, y: 4, width: 12, height: 12 };
    host.drawn?.drag(region);
    host.setStudy(studyWith([FRONTAL], '9.9'));
    await settle();
    expect(state()).toMatchObject({ side: 'R', readings: NOTHING_READ });
    // The viewer gives its films new names every time.
    host.setStudy(
      studyWith([
        { ...FRONTAL, id: 'new', imageUID: '1.2.99' },
        { ...FRONTAL, id: 'b' },
      ])
    );
    await settle();
    expect(state()).toMatchObject({
      candidateId: 'b',
      side: 'L',
      radiograph: { value: { turnedOver: true } },
      region: { value: { region } },
      readings: { XRKL: { value: 3, source: 'typed' } },
    });
    expect(host.drawn?.region).toEqual(region);
    actions.undoReadings();
    expect(state().readings).toEqual(NOTHING_READ);
  });

  it('finds it again after the mode was left, with the way of sampling', async () => {
    const memory = createStudyMemory();
    const first = createSession(createFakeHost(), undefined, memory);
    await settle();
    first.actions.setReading('XRKL', 2);
    first.actions.setOptions({ steps: 4, seed: 99 });
    first.stop();
    const second = createSession(createFakeHost(), undefined, memory);
    await settle();
    expect(second.getState()).toMatchObject({
      readings: { XRKL: { value: 2 } },
      options: { steps: 4, seed: 99 },
    });
  });

  it('asks again what was doubted and not confirmed when the study was left', async () => {
    const host = createFakeHost();
    const doubt = { about: 'region', sentence: sentence('Not found surely.') } as const;
    host.openRadiograph = (id, reading) => {
      const radiograph = radiographOf(id, 'R', reading);
      const propose = () => ({ ...radiograph.propose('R'), doubts: [doubt] });
      return Promise.resolve({ ...radiograph, propose });
    };
    const { state, actions } = await sessionOn(host);
    host.setStudy(studyWith([FRONTAL], '9.9'));
    host.setStudy(studyWith([FRONTAL]));
    await settle();
    expect(openDoubts(state())).toEqual([doubt]);
    actions.confirm();
    host.setStudy(studyWith([FRONTAL], '9.9'));
    host.setStudy(studyWith([FRONTAL]));
    await settle();
    expect(openDoubts(state())).toEqual([]);
  });

  it('keeps them when something is added to the same study', async () => {
    const host = createFakeHost();
    const { state, actions } = await sessionOn(host);
    actions.setReading('XRKL', 3);
    host.setStudy(studyWith([FRONTAL, LATERAL]));
    expect(state().readings.XRKL).toEqual({ value: 3, source: 'typed' });
  });

  it('says why the model cannot be read, and reads it again on request', async () => {
    const host = createFakeHost();
    const { readModel } = host;
    host.readModel = () => Promise.reject(new PanelError(sentence('The model is missing.')));
    const { state, actions } = await sessionOn(host);
    expect(state().model).toEqual({ status: 'failed', message: sentence('The model is missing.') });
    host.readModel = readModel;
    actions.retryModel();
    await settle();
    expect(state().model.status).toBe('ready');
    expect(state().radiograph.status).toBe('ready');
  });
});

describe('readings', () => {
  it('tells 0 from not read', async () => {
    const { state, actions } = await sessionOn(createFakeHost());
    actions.setReading('XRJSM', 0);
    expect(state().readings.XRJSM).toEqual({ value: 0, source: 'typed' });
    actions.setReading('XRJSM', null);
    expect(state().readings.XRJSM).toEqual({ value: null, source: null });
  });
});

describe('readings of one knee', () => {
  it('are not taken over to the other knee', async () => {
    const { state, actions } = await sessionOn(createFakeHost({ side: 'R' }));
    actions.setReading('XRKL', 3);
    actions.setSide('R');
    expect(state().readings.XRKL.value).toBe(3);
    actions.setSide('L');
    expect(state().readings).toEqual(NOTHING_READ);
  });

  it('are not taken over to another film', async () => {
    const host = createFakeHost({ candidates: [FRONTAL, { ...FRONTAL, id: 'second' }] });
    const { state, actions } = await sessionOn(host);
    actions.setReading('XRKL', 3);
    actions.choose('second');
    expect(state().readings).toEqual(NOTHING_READ);
  });

  it('stay when they were typed before the side was told', async () => {
    const { state, actions } = await sessionOn(createFakeHost({ side: null }));
    actions.setReading('XRKL', 3);
    actions.setSide('L');
    expect(state().readings.XRKL.value).toBe(3);
  });
});

describe('a job', () => {
  it('asks for what was set', async () => {
    const host = createFakeHost();
    const { actions } = await sessionOn(host);
    actions.setOptions({ slices: 3, steps: 4, seed: 7, guidance: 2, solver: 'ddim' });
    actions.setReading('XRKL', 2);
    actions.generate();
    expect(onlyJob(host).job).toMatchObject({
      slices: 3,
      steps: 4,
      seed: 7,
      guidance: 2,
      solver: 'ddim',
      readings: { XRKL: { value: 2 } },
    });
  });

  it('spreads the slices evenly over a depth range', async () => {
    const host = createFakeHost();
    const { actions } = await sessionOn(host);
    actions.setOptions({ slices: 3, depthRangeMm: [-10, 20] });
    actions.generate();
    expect(onlyJob(host).job.depthsMm).toEqual([-10, 5, 20]);
    expect(onlyJob(host).job.slices).toBeUndefined();
  });

  it('shows slices where they belong as they come', async () => {
    const host = createFakeHost();
    const { state, actions } = await sessionOn(host);
    actions.setOptions({ slices: 3 });
    actions.generate();
    const slices = Float32Array.from([0, 0.5, 1, 2]);
    onlyJob(host).callbacks.onSlices({ indices: [1], slices, rows: 2, columns: 2 });
    const { job } = state();
    const pictures = job.status === 'running' ? job.pictures : [];
    expect(pictures.map(picture => picture && [...picture.grey])).toEqual([
      null,
      [0, 128, 255, 255],
      null,
    ]);
  });

  it('is over at once when it is cancelled, and what comes late changes nothing', async () => {
    const host = createFakeHost();
    const { state, actions } = await sessionOn(host);
    actions.generate();
    const { callbacks } = onlyJob(host);
    actions.cancel();
    expect(state().job).toEqual({ status: 'cancelled' });
    expect(callbacks.signal.aborted).toBe(true);
    callbacks.onProgress({ phase: 'sample', done: 1, total: 2 });
    await settle();
    expect(state().job).toEqual({ status: 'cancelled' });
  });

  it('leaves the next job alone when a cancelled one ends late', async () => {
    const host = createFakeHost();
    const { state, actions } = await sessionOn(host);
    actions.generate();
    const first = onlyJob(host);
    actions.cancel();
    actions.generate();
    first.fail(new PanelError(sentence('late')));
    await settle();
    expect(state().job.status).toBe('running');
  });

  it('shows the sentence of an error, and none of an unexpected one', async () => {
    const host = createFakeHost();
    const { state, actions } = await sessionOn(host);
    actions.generate();
    onlyJob(host).fail(new PanelError(sentence('Not enough memory. Close other tabs.')));
    await settle();
    expect(state().job).toEqual({
      status: 'failed',
      message: sentence('Not enough memory. Close other tabs.'),
    });
    actions.generate();
    onlyJob(host).fail(new TypeError('x of undefined, patient Doe'));
    await settle();
    expect(state().job.status).toBe('failed');
    expect(JSON.stringify(state().job)).not.toContain('Doe');
  });
});

describe('saving', () => {
  async function generated() {
    const host = createFakeHost();
    const { state, actions } = await sessionOn(host);
    actions.generate();
    onlyJob(host).finish({ images: 50 });
    await settle();
    return { host, state, actions };
  }

  it('stores nothing before the user confirms', async () => {
    const { host, state, actions } = await generated();
    expect(state().save).toEqual({ status: 'unsaved' });
    actions.confirmSave();
    actions.askToSave();
    expect(state().save).toMatchObject({ status: 'confirming', description: { images: 50 } });
    actions.dismissSave();
    expect(state().save).toEqual({ status: 'unsaved' });
    expect(host.saves).toEqual([]);
  });

  it('counts, then says how it ended', async () => {
    const { host, state, actions } = await generated();
    actions.askToSave();
    actions.confirmSave();
    host.saves[0]?.onProgress(16, 50);
    expect(state().save).toEqual({ status: 'saving', done: 16, total: 50 });
    host.saves[0]?.end({
      state: 'partly-saved',
      stored: 16,
      images: 50,
      reasons: [sentence('cut')],
    });
    await settle();
    expect(state().save).toMatchObject({ status: 'ended', outcome: { state: 'partly-saved' } });
    actions.askToSave();
    actions.confirmSave();
    const outcome = { state: 'saved', stored: 50, pixelsCompared: 3, reasons: [] } as const;
    host.saves[1]?.end(outcome);
    await settle();
    expect(state().save).toEqual({ status: 'ended', outcome });
  });

  it('says why a series may not be stored', async () => {
    const { host, state, actions } = await generated();
    host.describeSave = () => {
      throw new PanelError(sentence('The radiograph has no PatientID.'));
    };
    actions.askToSave();
    expect(state().save).toEqual({
      status: 'refused',
      message: sentence('The radiograph has no PatientID.'),
    });
  });
});

describe('a study that is left', () => {
  async function savingOn(host: FakeHost) {
    const ended: string[] = [];
    const session = createSession(host, ({ study }, { state }) => ended.push(`${study}: ${state}`));
    await settle();
    session.actions.generate();
    onlyJob(host).finish({ images: 50 });
    await settle();
    return { session, ended };
  }

  function startSave({ actions }: { actions: { askToSave(): void; confirmSave(): void } }) {
    actions.askToSave();
    actions.confirmSave();
  }

  it('keeps its unsaved result for whoever comes back', async () => {
    const host = createFakeHost();
    const { session } = await savingOn(host);
    const { job } = session.getState();
    session.actions.askToSave();
    host.setStudy(studyWith([FRONTAL], '9.9'));
    expect(session.getState().job).toEqual({ status: 'idle' });
    expect(session.hasUnsaved()).toBe(true);
    host.setStudy(studyWith([FRONTAL]));
    expect(session.getState()).toMatchObject({ job, save: { status: 'unsaved' } });
  });

  it('is told how its save ended, and its state is true when the user comes back', async () => {
    const host = createFakeHost();
    const { session, ended } = await savingOn(host);
    startSave(session);
    host.setStudy(studyWith([FRONTAL], '9.9'));
    host.saves[0]?.onProgress(16, 50);
    expect(session.getState().save).toEqual({ status: 'unsaved' });
    host.saves[0]?.end({ state: 'failed', reasons: [sentence('cut')] });
    await settle();
    expect(ended).toEqual(['Knee - 2020-01-01: failed']);
    host.setStudy(studyWith([FRONTAL]));
    expect(session.getState().save).toEqual({
      status: 'ended',
      outcome: { state: 'failed', reasons: [sentence('cut')] },
    });
    startSave(session);
    expect(host.saves).toHaveLength(2);
  });

  it('is told of a save that ends after the mode was left', async () => {
    const host = createFakeHost();
    const { session, ended } = await savingOn(host);
    startSave(session);
    session.stop();
    host.saves[0]?.end({ state: 'saved', stored: 50, pixelsCompared: 3, reasons: [] });
    await settle();
    expect(ended).toEqual(['Knee - 2020-01-01: saved']);
  });

  it('has nothing to lose when all is saved, and something as long as it is not', async () => {
    const host = createFakeHost();
    const { session, ended } = await savingOn(host);
    expect(session.hasUnsaved()).toBe(true);
    startSave(session);
    expect(session.hasUnsaved()).toBe(true);
    host.saves[0]?.end({ state: 'saved', stored: 50, pixelsCompared: 3, reasons: [] });
    await settle();
    expect(session.hasUnsaved()).toBe(false);
    expect(ended).toEqual([]);
  });
});

describe('repeating a stored series', () => {
  const RUN = { ...STORED_RUN, candidateId: 'second' };

  it('asks for what its record says, on the radiograph that it was made from', async () => {
    const host = createFakeHost({ candidates: [FRONTAL, { ...FRONTAL, id: 'second' }] });
    const { state, actions } = await sessionOn(host);
    actions.repeat(RUN);
    await settle();
    const { job } = onlyJob(host);
    expect(job.radiograph.candidateId).toBe('second');
    expect(job).toMatchObject({
      region: { x: 1.5, y: 2, width: 30, height: 30 },
      side: 'L',
      readings: { XRKL: { value: 4, source: 'report' } },
      depthsMm: [-1, 0, 1],
      ...{ seed: 77, steps: 3, solver: 'ddim', guidance: 1.25 },
    });
    expect(state()).toMatchObject({ side: 'L', options: { seed: 77, steps: 3, slices: 3 } });
    onlyJob(host).finish();
    await settle();
    expect(state().job).toMatchObject({ status: 'done', repeated: { verdict: 'identical' } });
  });

  it('says why it cannot be repeated', async () => {
    const host = createFakeHost({ candidates: [FRONTAL, { ...FRONTAL, id: 'second' }] });
    host.repeatJob = () => {
      throw new PanelError(sentence('The record of this series cannot be read.'));
    };
    const { state, actions } = await sessionOn(host);
    actions.repeat(RUN);
    await settle();
    expect(state().job).toEqual({
      status: 'failed',
      message: sentence('The record of this series cannot be read.'),
    });
  });

  it('is not begun where the study lacks the radiograph', async () => {
    const host = createFakeHost();
    const { actions } = await sessionOn(host);
    actions.repeat({ ...RUN, candidateId: null });
    await settle();
    expect(host.jobs).toEqual([]);
  });

  it('does not compare what was not repeated', async () => {
    const host = createFakeHost();
    const { state, actions } = await sessionOn(host);
    actions.generate();
    onlyJob(host).finish();
    await settle();
    expect(state().job).toMatchObject({ status: 'done', repeated: null });
  });
});

describe('completing a series that is stored in part', () => {
  const PART = { ...STORED_RUN, images: 20, stored: 16, missing: 'images' } as const;
  const found = { state: 'partly-saved', stored: 16, images: 20, reasons: [] } as const;

  async function completed(completion: Completion) {
    const host = createFakeHost();
    const { session, state, actions } = await sessionOn(host);
    actions.complete(PART);
    await settle();
    expect(onlyJob(host)).toMatchObject({ completes: PART, job: { seed: 77 } });
    onlyJob(host).finish({ images: 20, completion });
    await settle();
    return { host, session, state, actions };
  }

  it('asks to save the rest once the run came out the same, and saves it when told to', async () => {
    const { host, session, state, actions } = await completed({ isSame: true, found });
    expect(state().job).toMatchObject({ status: 'done', repeated: null });
    expect(state().save).toMatchObject({
      status: 'confirming',
      description: { images: 20, stored: 16 },
    });
    expect(session.hasUnsaved()).toBe(true);
    actions.confirmSave();
    host.saves[0]?.end({ state: 'saved', stored: 20, pixelsCompared: 3, reasons: [] });
    await settle();
    expect(session.hasUnsaved()).toBe(false);
  });

  it('still says how much is saved when the question is put away', async () => {
    const { state, actions } = await completed({ isSame: true, found });
    actions.dismissSave();
    expect(state().save).toEqual({ status: 'ended', outcome: found });
  });

  it('asks nothing and saves nothing where the run came out otherwise', async () => {
    const { host, state } = await completed({
      isSame: false,
      reasons: [sentence('The runtime differs.')],
    });
    expect(state().save).toEqual({ status: 'unsaved' });
    expect(host.saves).toEqual([]);
  });
});
