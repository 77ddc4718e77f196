import { createFakeHost, FRONTAL, settle, studyWith, type FakeHost } from '../../../test/fakeHost';
import { sentence } from '../../../test/sentence';
import { lastJob, sessionOn } from '../../../test/sessionOn';
import { PanelError } from '../../host';
import { createSession } from './session';

describe('saving', () => {
  async function generated() {
    const host = createFakeHost();
    const { state, actions } = await sessionOn(host);
    actions.generate();
    lastJob(host).finish({ images: 50 });
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
    lastJob(host).finish({ images: 50 });
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
