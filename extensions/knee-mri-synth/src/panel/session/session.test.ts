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
import { openDoubts } from './kneeActions';
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
