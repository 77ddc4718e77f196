import { createFakeHost, settle } from '../../../test/fakeHost';
import { sentence } from '../../../test/sentence';
import { lastJob, sessionOn } from '../../../test/sessionOn';
import { PanelError } from '../../host';
import { otherKneeOf } from './jobActions';

describe('a job', () => {
  it('asks for what was set', async () => {
    const host = createFakeHost();
    const { actions } = await sessionOn(host);
    actions.setOptions({ slices: 3, steps: 4, seed: 7, guidance: 2, solver: 'ddim' });
    actions.setReading('XRKL', 2);
    actions.generate();
    expect(lastJob(host).job).toMatchObject({
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
    expect(lastJob(host).job.depthsMm).toEqual([-10, 5, 20]);
    expect(lastJob(host).job.slices).toBeUndefined();
  });

  it('shows slices where they belong as they come', async () => {
    const host = createFakeHost();
    const { state, actions } = await sessionOn(host);
    actions.setOptions({ slices: 3 });
    actions.generate();
    const slices = Float32Array.from([0, 0.5, 1, 2]);
    lastJob(host).callbacks.onSlices({ indices: [1], slices, rows: 2, columns: 2 });
    const { job } = state();
    const pictures = job.status === 'running' ? job.pictures : [];
    expect(pictures.map(picture => picture && [...picture.grey])).toEqual([
      null,
      [0, 128, 255, 255],
      null,
    ]);
  });

  it('knows whose it is when the user turns to another knee', async () => {
    const { state, actions } = await sessionOn(createFakeHost());
    actions.generate();
    expect(otherKneeOf(state())).toBeNull();
    actions.setSide('L');
    expect(otherKneeOf(state())).toMatchObject({ side: 'R' });
    actions.setSide('R');
    expect(otherKneeOf(state())).toBeNull();
    actions.cancel();
    actions.setSide('L');
    expect(otherKneeOf(state())).toBeNull();
  });

  it('is over at once when it is cancelled, and what comes late changes nothing', async () => {
    const host = createFakeHost();
    const { state, actions } = await sessionOn(host);
    actions.generate();
    const { callbacks } = lastJob(host);
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
    const first = lastJob(host);
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
    lastJob(host).fail(new PanelError(sentence('Not enough memory. Close other tabs.')));
    await settle();
    expect(state().job).toEqual({
      status: 'failed',
      message: sentence('Not enough memory. Close other tabs.'),
    });
    actions.generate();
    lastJob(host).fail(new TypeError('x of undefined, patient Doe'));
    await settle();
    expect(state().job.status).toBe('failed');
    expect(JSON.stringify(state().job)).not.toContain('Doe');
  });
});
