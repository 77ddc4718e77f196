import {
  createFakeHost,
  FRONTAL,
  LATERAL,
  NOTHING_READ,
  radiographOf,
  settle,
  studyWith,
} from '../../../test/fakeHost';
import { sentence } from '../../../test/sentence';
import { lastJob, sessionOn } from '../../../test/sessionOn';
import { PanelError } from '../../host';
import { openDoubts } from './openDoubts';
import { createSession } from './session';
import { createStudyMemory } from './studyMemory';

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
    expect(lastJob(host).job).toMatchObject({ side: 'L', region: { x: 100 } });
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
    lastJob(host).finish();
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

  describe('finds what was typed again', () => {
    const KNEE = { side: 'L', readings: { XRKL: { value: 3, source: 'typed' } } };
    const OTHER = studyWith([{ ...FRONTAL, id: 'other', imageUID: '1.9.10' }], '9.9');
    const SECOND = { ...FRONTAL, id: 'second', imageUID: '1.2.12' };
    const region = { x: 3, y: 4, width: 12, height: 12 };

    /** Films that are read when the test says so. */
    function hostWithSlowFilms(options = {}) {
      const host = createFakeHost(options);
      const { openRadiograph } = host;
      const waiting: (() => void)[] = [];
      const gate = { isSlow: true };
      host.openRadiograph = async (id, reading) => {
        if (gate.isSlow) await new Promise<void>(resolve => waiting.push(resolve));
        return openRadiograph(id, reading);
      };
      /** The viewer has new names for its films whenever it opens a study. */
      let visits = 0;
      const open = async (isSlow: boolean, more: (typeof FRONTAL)[] = []) => {
        gate.isSlow = isSlow;
        visits += 1;
        host.setStudy(studyWith([{ ...FRONTAL, id: `visit ${visits}` }, ...more]));
        await settle();
      };
      const leave = async () => {
        gate.isSlow = false;
        host.setStudy(OTHER);
        await settle();
      };
      return { host, gate, waiting, open, leave };
    }

    it('though the film was not read yet, and nothing of it in another study', async () => {
      const { host, open, leave } = hostWithSlowFilms({ side: 'L' });
      const { state, actions } = await sessionOn(host);
      expect(state().radiograph.status).toBe('loading');
      actions.setReading('XRKL', 3);
      await leave();
      expect(state()).toMatchObject({ side: 'L', readings: NOTHING_READ, earlierReadings: [] });
      await open(false);
      expect(state()).toMatchObject({ ...KNEE, radiograph: { status: 'ready' } });
      actions.undoReadings();
      expect(state().readings).toEqual(NOTHING_READ);
    });

    it('though not even the model was read', async () => {
      const { host, open, leave } = hostWithSlowFilms({ side: 'L' });
      const { readModel } = host;
      let goOn: () => void = () => undefined;
      const wait = new Promise<void>(resolve => (goOn = resolve));
      host.readModel = () => wait.then(readModel);
      const { state, actions } = await sessionOn(host);
      actions.setReading('XRKL', 3);
      await leave();
      expect(state().readings).toEqual(NOTHING_READ);
      await open(false);
      goOn();
      await settle();
      expect(state()).toMatchObject({ ...KNEE, radiograph: { status: 'ready' } });
    });

    it('with side and region, though the study was left again before its film was back', async () => {
      const { host, gate, waiting, open, leave } = hostWithSlowFilms();
      gate.isSlow = false;
      const { state, actions } = await sessionOn(host);
      actions.setSide('L');
      actions.setReading('XROSFM', 1);
      host.drawn?.drag(region);
      await leave();
      await open(true);
      expect(state()).toMatchObject({ side: null, readings: { XROSFM: { value: 1 } } });
      actions.setReading('XRKL', 3);
      await leave();
      waiting.forEach(resolve => resolve());
      await settle();
      expect(state().readings).toEqual(NOTHING_READ);
      await open(false);
      expect(state()).toMatchObject({ ...KNEE, region: { value: { region } } });
      expect(state().readings.XROSFM.value).toBe(1);
    });

    it('each knee its own, though the other side is told before the film is back', async () => {
      const { host, gate, waiting, open, leave } = hostWithSlowFilms({ side: 'R' });
      gate.isSlow = false;
      const { state, actions } = await sessionOn(host);
      actions.setReading('XRKL', 1);
      actions.setSide('L');
      actions.setReading('XRKL', 3);
      host.drawn?.drag(region);
      await leave();
      await open(true);
      actions.setSide('R');
      expect(state()).toMatchObject({ side: 'R', readings: { XRKL: { value: 1 } } });
      waiting.forEach(resolve => resolve());
      await settle();
      expect(state()).toMatchObject({ side: 'R', readings: { XRKL: { value: 1 } } });
      expect(host.drawn?.region).not.toEqual(region);
      actions.setSide('L');
      expect(state()).toMatchObject(KNEE);
    });

    it('though the film was just being read in another way', async () => {
      const { host, gate, open, leave } = hostWithSlowFilms();
      gate.isSlow = false;
      const { state, actions } = await sessionOn(host);
      actions.setSide('L');
      gate.isSlow = true;
      actions.turnOver();
      actions.setReading('XRKL', 3);
      await leave();
      await open(false);
      expect(state()).toMatchObject({ ...KNEE, radiograph: { value: { turnedOver: false } } });
    });

    it('for its own knee only, where another film is chosen before it is back', async () => {
      const { host, gate, open, leave } = hostWithSlowFilms();
      gate.isSlow = false;
      const { state, actions } = await sessionOn(host);
      actions.setSide('L');
      actions.setReading('XRKL', 3);
      await leave();
      await open(true, [SECOND]);
      gate.isSlow = false;
      actions.choose('second');
      await settle();
      expect(state()).toMatchObject({ candidateId: 'second', readings: NOTHING_READ });
      actions.choose('visit 1');
      await settle();
      expect(state()).toMatchObject({ side: 'R', readings: NOTHING_READ });
      actions.setSide('L');
      expect(state()).toMatchObject(KNEE);
    });
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
