import { createFakeHost, settle, studyWith, FRONTAL, type FakeHost } from '../../../test/fakeHost';
import { jobOf } from './jobActions';
import { createSession } from './session';
import { createStudyMemory } from './studyMemory';
import { measuredWidthsOf, widthsOf } from './widths';

async function measuredOn(host: FakeHost) {
  const session = createSession(host);
  await settle();
  const { actions, getState } = session;
  actions.measureWidths();
  const mm = () => widthsOf(getState()).map(({ widthMm }) => widthMm);
  const adjusted = () => widthsOf(getState()).map(width => width.adjusted);
  return { session, actions, state: getState, mm, adjusted };
}

const ENDS = { femur: { x: 8, y: 10 }, tibia: { x: 8, y: 16 } };

describe('measured widths', () => {
  it('are drawn on the film with their edges and go with the run', async () => {
    const host = createFakeHost();
    const { state, mm } = await measuredOn(host);
    expect(mm()).toEqual([4, 5]);
    expect(host.drawnWidths?.widths.map(({ widthMm }) => widthMm)).toEqual([4, 5]);
    expect(host.drawnWidths?.widths[0]?.edges).toHaveLength(2);
    expect(jobOf(state())?.measuredWidths).toEqual([
      {
        compartment: 'medial',
        widthMm: 4,
        adjusted: false,
        scale: 'known',
        confidence: 0.9,
      },
      {
        compartment: 'lateral',
        widthMm: 5,
        adjusted: false,
        scale: 'known',
        confidence: 0.3,
      },
    ]);
  });

  it('fill in no reading', async () => {
    const { state } = await measuredOn(createFakeHost());
    expect(Object.values(state().readings).every(({ value }) => value === null)).toBe(true);
  });

  it('follow the hand, and say that they were adjusted', async () => {
    const host = createFakeHost();
    const { state, mm, adjusted } = await measuredOn(host);
    host.drawnWidths?.drag('medial', ENDS, false);
    expect(mm()).toEqual([3, 5]);
    expect(adjusted()).toEqual([true, false]);
    expect(measuredWidthsOf(state())[0]).toMatchObject({ widthMm: 3, adjusted: true });
    expect(host.drawnWidths?.widths[0]).toMatchObject({ widthMm: 3, ends: ENDS });
  });

  it('are taken back a whole drag at a time', async () => {
    const host = createFakeHost();
    const { actions, mm, adjusted } = await measuredOn(host);
    for (const y of [17, 16.5]) {
      host.drawnWidths?.drag('medial', { ...ENDS, tibia: { x: 8, y } }, false);
    }
    host.drawnWidths?.drag('medial', ENDS, true);
    actions.moveWidthEnd('medial', 'tibia', { right: 0, down: 0.5 });
    expect(mm()[0]).toBe(3.5);
    actions.undoWidths();
    expect(mm()[0]).toBe(3);
    actions.undoWidths();
    expect(mm()[0]).toBe(4);
    expect(adjusted()).toEqual([false, false]);
    actions.undoWidths();
    expect(mm()).toEqual([4, 5]);
  });

  it('go back to what was traced, which can be undone too', async () => {
    const host = createFakeHost();
    const { actions, mm } = await measuredOn(host);
    host.drawnWidths?.drag('lateral', ENDS, true);
    actions.resetWidths();
    expect(mm()).toEqual([4, 5]);
    actions.undoWidths();
    expect(mm()).toEqual([4, 3]);
  });

  it('do not follow to another knee or study, and leave the film', async () => {
    const host = createFakeHost();
    const { actions, mm, state } = await measuredOn(host);
    actions.setSide('L');
    expect(mm()).toEqual([]);
    expect(host.drawnWidths).toBeNull();
    expect(jobOf(state())?.measuredWidths).toBeUndefined();
    actions.measureWidths();
    expect(mm()).toEqual([4, 5]);
    host.setStudy(studyWith([FRONTAL], '1.3'));
    expect(host.drawnWidths).toBeNull();
  });

  it('are taken away when asked', async () => {
    const host = createFakeHost();
    const { actions, mm } = await measuredOn(host);
    actions.clearWidths();
    expect(mm()).toEqual([]);
    expect(host.drawnWidths).toBeNull();
  });

  it('need a side', async () => {
    const { mm } = await measuredOn(createFakeHost({ side: null }));
    expect(mm()).toEqual([]);
  });

  it('are where they were before a drag that is taken back before the hand rests', async () => {
    const host = createFakeHost();
    const { actions, mm } = await measuredOn(host);
    actions.moveWidthEnd('medial', 'tibia', { right: 0, down: 0.5 });
    host.drawnWidths?.drag('medial', ENDS, false);
    expect(mm()[0]).toBe(3);
    actions.undoWidths();
    expect(mm()[0]).toBe(4.5);
    actions.undoWidths();
    expect(mm()[0]).toBe(4);
  });

  it('are there again, as they were moved, when the study is opened again', async () => {
    const host = createFakeHost();
    const { actions, mm, adjusted } = await measuredOn(host);
    actions.moveWidthEnd('medial', 'tibia', { right: 0, down: 1 });
    host.setStudy(studyWith([{ ...FRONTAL, imageUID: '1.3.10' }], '1.3'));
    await settle();
    expect(mm()).toEqual([]);
    expect(host.drawnWidths).toBeNull();
    host.setStudy(studyWith([FRONTAL]));
    await settle();
    expect([mm(), adjusted()]).toEqual([
      [5, 5],
      [true, false],
    ]);
    expect(host.drawnWidths?.widths.map(({ widthMm }) => widthMm)).toEqual([5, 5]);
    actions.undoWidths();
    expect(mm()).toEqual([4, 5]);
  });

  it('outlast the mode, as the readings do', async () => {
    const memory = createStudyMemory();
    const first = createSession(createFakeHost(), undefined, memory);
    await settle();
    first.actions.measureWidths();
    first.stop();
    const host = createFakeHost();
    const second = createSession(host, undefined, memory);
    await settle();
    expect(widthsOf(second.getState()).map(({ widthMm }) => widthMm)).toEqual([4, 5]);
    expect(host.drawnWidths?.widths).toHaveLength(2);
  });

  it('begin anew with the first drag after the study was left in the middle of one', async () => {
    const host = createFakeHost();
    const { actions, mm } = await measuredOn(host);
    host.drawnWidths?.drag('medial', ENDS, false);
    host.setStudy(studyWith([{ ...FRONTAL, imageUID: '1.3.10' }], '1.3'));
    await settle();
    host.setStudy(studyWith([FRONTAL]));
    await settle();
    host.drawnWidths?.drag('lateral', { femur: { x: 2, y: 10 }, tibia: { x: 2, y: 14 } }, true);
    actions.undoWidths();
    expect(mm()).toEqual([3, 5]);
  });
});
