import { createFakeHost, FRONTAL, NOTHING_READ } from '../../../test/fakeHost';
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

  it('stay when they were typed before the side was told', async () => {
    const { state, actions } = await sessionOn(createFakeHost({ side: null }));
    actions.setReading('XRKL', 3);
    actions.setSide('L');
    expect(state().readings.XRKL.value).toBe(3);
  });
});
