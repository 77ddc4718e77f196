import {
  createFakeHost,
  FRONTAL,
  NOTHING_READ,
  settle,
  STORED_RUN,
  studyWith,
} from '../../../test/fakeHost';
import { sessionOn } from '../../../test/sessionOn';

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

  it('are there again when the user comes back to it, and can still be undone', async () => {
    const host = createFakeHost({
      side: 'R',
      candidates: [FRONTAL, { ...FRONTAL, id: 'second', imageUID: '1.2.12' }],
    });
    const { state, actions } = await sessionOn(host);
    actions.setReading('XRKL', 3);
    actions.setSide('L');
    actions.setReading('XRKL', 1);
    actions.choose('second');
    await settle();
    expect(state().readings).toEqual(NOTHING_READ);
    actions.choose('frontal');
    await settle();
    expect(state().readings.XRKL.value).toBe(3);
    actions.undoReadings();
    expect(state().readings).toEqual(NOTHING_READ);
    actions.setSide('L');
    expect(state().readings.XRKL.value).toBe(1);
    actions.clearReadings();
    actions.resetRegion();
    expect(state().readings).toEqual(NOTHING_READ);
  });

  it('are there again after another study, those of both knees', async () => {
    const host = createFakeHost({ side: 'R' });
    const { state, actions } = await sessionOn(host);
    actions.setReading('XRKL', 3);
    actions.setSide('L');
    actions.setReading('XRKL', 1);
    host.setStudy(studyWith([FRONTAL], '9.9'));
    await settle();
    expect(state().readings).toEqual(NOTHING_READ);
    actions.setSide('L');
    expect(state().readings).toEqual(NOTHING_READ);
    host.setStudy(studyWith([FRONTAL]));
    await settle();
    expect(state()).toMatchObject({ side: 'L', readings: { XRKL: { value: 1 } } });
    actions.setSide('R');
    expect(state().readings.XRKL.value).toBe(3);
  });

  it('can be undone back to when a stored series of the same knee was repeated', async () => {
    const host = createFakeHost({ side: 'L' });
    const { state, actions } = await sessionOn(host);
    actions.setReading('XRKL', 2);
    actions.repeat(STORED_RUN);
    await settle();
    expect(state().readings.XRKL.value).toBe(4);
    actions.undoReadings();
    expect(state().readings.XRKL.value).toBe(2);
  });

  it('stay with it when the film is opened anew for its other knee', async () => {
    const host = createFakeHost({ side: 'L' });
    const { state, actions } = await sessionOn(host);
    actions.setSide('R');
    actions.setReading('XRKL', 2);
    actions.choose('frontal');
    await settle();
    expect(state()).toMatchObject({ side: 'L', readings: NOTHING_READ });
    actions.setSide('R');
    expect(state().readings.XRKL.value).toBe(2);
    actions.choose('frontal');
    await settle();
    actions.setReading('XRKL', 1);
    actions.choose('frontal');
    await settle();
    expect(state()).toMatchObject({ side: 'L', readings: { XRKL: { value: 1 } } });
  });

  it('are not taken out of a file that was still read when the user went on to another', async () => {
    const { state, actions } = await sessionOn(createFakeHost({ side: 'R' }));
    const imported = { ...NOTHING_READ, XRKL: { value: 2, source: 'file' as const } };
    const { candidateId, side } = state();
    actions.setSide('L');
    actions.importReadings(imported, { candidateId, side });
    expect(state().readings).toEqual(NOTHING_READ);
    actions.setSide('R');
    actions.importReadings(imported, { candidateId, side });
    expect(state().readings.XRKL).toEqual({ value: 2, source: 'file' });
  });

  describe('while its film is being read', () => {
    const IMPORTED = { ...NOTHING_READ, XRJSM: { value: 2, source: 'file' as const } };

    /** A session whose next film is read when the test says so. */
    async function waitingFor(ownSide: 'R' | 'L' | null) {
      const host = createFakeHost({ side: ownSide });
      const session = await sessionOn(host);
      const { openRadiograph } = host;
      let goOn: () => void = () => undefined;
      const wait = new Promise<void>(resolve => (goOn = resolve));
      host.openRadiograph = (id, reading) => wait.then(() => openRadiograph(id, reading));
      const finish = async () => {
        goOn();
        await settle();
        expect(session.state().radiograph.status).toBe('ready');
      };
      return { ...session, finish };
    }

    it('again stay with it, whatever side is told meanwhile', async () => {
      const { state, actions, finish } = await waitingFor('R');
      actions.setReading('XRKL', 3);
      actions.turnOver();
      actions.setSide('L');
      expect(state()).toMatchObject({ side: 'L', readings: NOTHING_READ });
      actions.importReadings(IMPORTED);
      await finish();
      expect(state()).toMatchObject({ side: 'L', readings: IMPORTED });
      actions.setSide('R');
      expect(state().readings).toMatchObject({ XRKL: { value: 3 }, XRJSM: { value: null } });
      actions.setSide('L');
      expect(state().readings).toEqual(IMPORTED);
    });

    it('again come back when the side is told back', async () => {
      const { state, actions, finish } = await waitingFor('R');
      actions.setReading('XRKL', 3);
      actions.turnOver();
      actions.setSide('L');
      actions.setSide('R');
      expect(state().readings.XRKL.value).toBe(3);
      await finish();
      expect(state()).toMatchObject({ side: 'R', readings: { XRKL: { value: 3 } } });
    });

    it('again get the side that is told, where there was none', async () => {
      const { state, actions, finish } = await waitingFor(null);
      actions.setReading('XRKL', 3);
      actions.turnOver();
      actions.setSide('L');
      await finish();
      expect(state()).toMatchObject({ side: 'L', readings: { XRKL: { value: 3 } } });
    });

    it('for the first time get the side that is told, not that of its attributes', async () => {
      const { state, actions, finish } = await waitingFor('R');
      actions.setReading('XRKL', 3);
      actions.choose('frontal');
      actions.setSide('L');
      actions.setReading('XRKL', 1);
      await finish();
      expect(state()).toMatchObject({ side: 'L', readings: { XRKL: { value: 1 } } });
      actions.setSide('R');
      expect(state().readings.XRKL.value).toBe(3);
    });
  });

  it('stay when they were typed before the side was told', async () => {
    const { state, actions } = await sessionOn(createFakeHost({ side: null }));
    actions.setReading('XRKL', 3);
    actions.setSide('L');
    expect(state().readings.XRKL.value).toBe(3);
  });
});
