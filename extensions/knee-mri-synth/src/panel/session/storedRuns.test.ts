import { createFakeHost, FRONTAL, settle, STORED_RUN } from '../../../test/fakeHost';
import { sentence } from '../../../test/sentence';
import { lastJob, sessionOn } from '../../../test/sessionOn';
import { PanelError, type Completion } from '../../host';

describe('repeating a stored series', () => {
  const RUN = { ...STORED_RUN, candidateId: 'second' };

  it('asks for what its record says, on the radiograph that it was made from', async () => {
    const host = createFakeHost({ candidates: [FRONTAL, { ...FRONTAL, id: 'second' }] });
    const { state, actions } = await sessionOn(host);
    actions.repeat(RUN);
    await settle();
    const { job } = lastJob(host);
    expect(job.radiograph.candidateId).toBe('second');
    expect(job).toMatchObject({
      region: { x: 1.5, y: 2, width: 30, height: 30 },
      side: 'L',
      readings: { XRKL: { value: 4, source: 'report' } },
      depthsMm: [-1, 0, 1],
      ...{ seed: 77, steps: 3, solver: 'ddim', guidance: 1.25 },
    });
    expect(state()).toMatchObject({ side: 'L', options: { seed: 77, steps: 3, slices: 3 } });
    lastJob(host).finish();
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
    lastJob(host).finish();
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
    expect(lastJob(host)).toMatchObject({ completes: PART, job: { seed: 77 } });
    lastJob(host).finish({ images: 20, completion });
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
