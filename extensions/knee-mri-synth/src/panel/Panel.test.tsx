import { act, screen, within } from '@testing-library/react';
import {
  createFakeHost,
  FRONTAL,
  LATERAL,
  NOTHING_READ,
  settle,
  STORED_RUN,
  studyWith,
} from '../../test/fakeHost';
import { sentence } from '../../test/sentence';
import { completeJsdom, showPanel as show } from '../../test/showPanel';

jest.setTimeout(120_000);

beforeAll(completeJsdom);

describe('the panel', () => {
  it('names the radiograph, the knee and why, and is ready', async () => {
    await show(createFakeHost());
    expect(screen.getByText('S:1 PA')).toBeTruthy();
    expect(screen.getByRole('radio', { name: 'Right' })).toHaveProperty('checked', true);
    expect(screen.getByText(/Its Laterality names the side/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Generate' })).toHaveProperty('disabled', false);
    expect(screen.getByText('Research only. Not a diagnostic device.')).toBeTruthy();
  });

  it('asks for the side and waits for the answer', async () => {
    const { user } = await show(createFakeHost({ side: null }));
    const generate = screen.getByRole('button', { name: 'Generate' });
    expect(generate).toHaveProperty('disabled', true);
    await user.click(screen.getByRole('radio', { name: 'Left' }));
    expect(generate).toHaveProperty('disabled', false);
  });

  it('lists several radiographs, those that cannot be used with the reason', async () => {
    await show(createFakeHost({ candidates: [FRONTAL, LATERAL] }));
    const list = within(screen.getByRole('radiogroup', { name: 'Radiograph to use' }));
    const [frontal, lateral] = list.getAllByRole('radio');
    expect(frontal).toHaveProperty('checked', true);
    expect(lateral).toHaveProperty('disabled', true);
    expect(list.getByText('This radiograph is a lateral view.')).toBeTruthy();
  });

  it('says whose knee the result is once another one is chosen', async () => {
    const host = createFakeHost();
    const { user } = await show(host);
    await user.click(screen.getByRole('button', { name: 'Generate' }));
    host.jobs[0]?.finish();
    await act(settle);
    expect(screen.queryByText(/This result is of/)).toBeNull();
    await user.click(screen.getByRole('radio', { name: 'Left' }));
    expect(screen.getByText(/^This result is of the right knee, not of the knee/)).toBeTruthy();
    await user.click(screen.getByRole('radio', { name: 'Right' }));
    expect(screen.queryByText(/This result is of/)).toBeNull();
    const other = { ...FRONTAL, id: 'other', imageUID: '1.9', label: 'S:2 AP' };
    act(() => host.setStudy(studyWith([FRONTAL, other])));
    await user.click(screen.getByRole('radio', { name: /S:2 AP/ }));
    await act(settle);
    expect(screen.getByText(/of the right knee on “S:1 PA”, not of the image/)).toBeTruthy();
  });

  it('offers to repeat stored series, and says whether the pixels are the same', async () => {
    const host = createFakeHost();
    const { user } = await show(host);
    expect(screen.queryByText('Stored synthetic series')).toBeNull();
    act(() => host.setStudy(studyWith([FRONTAL], '1.2', [STORED_RUN])));
    expect(screen.getByText('3 slices, 3 steps, seed 77')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Repeat' }));
    await act(settle);
    host.jobs[0]?.finish();
    await act(settle);
    expect(screen.getByText(/the pixels are the same as in the stored series/)).toBeTruthy();
  });

  it('says what is stored in part, makes it again and asks to save only the rest', async () => {
    const host = createFakeHost();
    const { user } = await show(host);
    const part = { ...STORED_RUN, images: 20, stored: 16, missing: 'images' } as const;
    act(() => host.setStudy(studyWith([FRONTAL], '1.2', [part])));
    expect(screen.getByText('Partly saved: 16 of 20 images are in the archive.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Complete…' }));
    await act(settle);
    const found = { state: 'partly-saved', stored: 16, images: 20, reasons: [] } as const;
    host.jobs[0]?.finish({ images: 20, completion: { isSame: true, found } });
    await act(settle);
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByText('4 of 20; 16 are in the archive already')).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Save 4 images' }));
    await act(async () => {
      host.saves[0]?.end({ state: 'saved', stored: 20, pixelsCompared: 3, reasons: [] });
      await settle();
    });
    expect(screen.getByText(/The series is whole/)).toBeTruthy();
  });

  it('says why a stored part cannot be completed, and offers a series of its own', async () => {
    const host = createFakeHost();
    const { user } = await show(host);
    const part = { ...STORED_RUN, missing: 'report' } as const;
    const closed = {
      ...part,
      id: 'closed',
      candidateId: null,
      obstacle: sentence('It has no film.'),
    };
    act(() => host.setStudy(studyWith([FRONTAL], '1.2', [part, closed])));
    expect(screen.getAllByText(/the report about it is not in the archive/)).toHaveLength(2);
    expect(screen.getByText('It has no film.')).toBeTruthy();
    // Of the one that can be made again.
    await user.click(screen.getByRole('button', { name: 'Complete…' }));
    await act(settle);
    const completion = { isSame: false, reasons: [sentence('The runtime differs.')] } as const;
    host.jobs[0]?.finish({ completion });
    await act(settle);
    expect(
      screen.getByText(/cannot be completed.* The runtime differs\. .* of its own/)
    ).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.getByText(/Not saved: it is only in this browser/)).toBeTruthy();
  });

  it('says that a study has no radiograph', async () => {
    await show(createFakeHost({ candidates: [] }));
    expect(screen.getByText(/This study has no radiograph/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Generate' })).toHaveProperty('disabled', true);
  });

  it('offers all 19 readings by compartment, none of them read', async () => {
    await show(createFakeHost());
    const cells = screen.getAllByRole('spinbutton', { name: /Kellgren|Medial|Lateral/ });
    expect(cells).toHaveLength(19);
    expect(cells.map(cell => cell.getAttribute('aria-valuetext'))).toEqual(
      Array(19).fill('not read')
    );
    // Whole knee, then medial femur, joint and tibia, then the same laterally.
    expect(cells.map(cell => cell.getAttribute('data-xtm-reading'))).toEqual(
      'XRKL XROSFM XRSCFM XRCYFM XRJSM XRCHM XROSTM XRSCTM XRCYTM XRATTM XROSFL XRSCFL XRCYFL XRJSL XRCHL XROSTL XRSCTL XRCYTL XRATTL'.split(
        ' '
      )
    );
    expect(screen.getByText('none read')).toBeTruthy();
  });

  it('takes readings by one key each, going on to the next, and undoes', async () => {
    const { user, session } = await show(createFakeHost());
    const outside = jest.fn();
    document.addEventListener('keydown', outside);
    document.addEventListener('keypress', outside);
    const first = screen.getByRole('spinbutton', { name: 'Osteophytes, Medial, Femur' });
    first.focus();
    await user.keyboard('2n1');
    // Neither is 9 a grade nor i, and neither sets another window or inverts the film in the viewer.
    await user.keyboard('9i ');
    const { readings } = session.getState();
    expect(readings.XROSFM).toEqual({ value: 2, source: 'typed' });
    expect(readings.XRSCFM).toEqual({ value: null, source: null });
    expect(readings.XRCYFM).toEqual({ value: 1, source: 'typed' });
    expect(document.activeElement?.getAttribute('data-xtm-reading')).toBe('XRJSM');
    expect(outside).not.toHaveBeenCalled();
    document.removeEventListener('keydown', outside);
    document.removeEventListener('keypress', outside);
    expect(first.getAttribute('aria-valuenow')).toBe('2');
    expect(screen.getByText('2 of 19 read')).toBeTruthy();
    await user.keyboard('{Control>}z{/Control}');
    expect(session.getState().readings.XRCYFM.value).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Clear all' }));
    expect(session.getState().readings.XROSFM.value).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(session.getState().readings.XROSFM.value).toBe(2);
  });

  it('points out readings that contradict each other, and forbids nothing', async () => {
    const { user } = await show(createFakeHost());
    screen.getByRole('spinbutton', { name: 'Kellgren-Lawrence' }).focus();
    await user.keyboard('01');
    expect(screen.getByText(/0 means no osteophytes, but some are read/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Generate' })).toHaveProperty('disabled', false);
  });

  it('takes over readings of a report, with a badge for their source', async () => {
    const readings = { ...NOTHING_READ, XRJSM: { value: 2, source: 'report' as const } };
    const report = { id: 'sr', label: 'Knee report', isSideSaid: true, readings, count: 1 };
    const reports = [report, { ...report, label: 'Other report', isSideSaid: false }];
    const { user, session } = await show(createFakeHost({ reports }));
    expect(screen.getByText('Knee report: 1 readings of this knee')).toBeTruthy();
    expect(
      screen.getByText('Other report: 1 readings; it does not say of which knee')
    ).toBeTruthy();
    const [first] = screen.getAllByRole('button', { name: 'Take over' });
    await user.click(first as HTMLElement);
    expect(session.getState().readings.XRJSM).toEqual({ value: 2, source: 'report' });
    expect(screen.getByTitle('from a structured report').textContent).toBe('R');
  });

  it('says what is wrong with a file of readings', async () => {
    const { user } = await show(createFakeHost());
    const input = document.querySelector<HTMLInputElement>('input[type=file]');
    await user.upload(input as HTMLInputElement, new File(['a,b'], 'readings.csv'));
    expect(await screen.findByText('The table has no row for this knee.')).toBeTruthy();
  });

  it('asks before it samples what is doubted', async () => {
    const host = createFakeHost();
    const { openRadiograph } = host;
    const doubt = sentence('Its attributes contradict each other.');
    const doubts = [{ about: 'view' as const, sentence: doubt }];
    host.openRadiograph = async id => ({ ...(await openRadiograph(id)), doubts });
    const { user } = await show(host);
    const generate = screen.getByRole('button', { name: 'Generate' });
    expect(screen.getByText('Its attributes contradict each other.')).toBeTruthy();
    expect(generate).toHaveProperty('disabled', true);
    await user.click(screen.getByRole('button', { name: /I have checked it/ }));
    expect(generate).toHaveProperty('disabled', false);
  });

  it('moves the region by key', async () => {
    const host = createFakeHost();
    const { user } = await show(host);
    screen.getByRole('button', { name: 'Move the region to the right' }).focus();
    await user.keyboard('{Enter}');
    expect(host.drawn?.region.x).toBeCloseTo(0.2, 9);
  });

  it('keeps numbers within their bounds', async () => {
    const { user, session } = await show(createFakeHost());
    const slices = screen.getByLabelText('Slices');
    await user.clear(slices);
    await user.type(slices, '1000{Enter}');
    expect(session.getState().options.slices).toBe(200);
    await user.clear(slices);
    await user.type(slices, '{Enter}');
    expect(session.getState().options.slices).toBe(200);
  });

  it('sets the steps by preset', async () => {
    const { user, session } = await show(createFakeHost());
    await user.click(screen.getByRole('radio', { name: 'Draft' }));
    expect(session.getState().options.steps).toBe(4);
  });

  it('shows progress, runtime and the way out while it runs', async () => {
    const host = createFakeHost();
    const { user } = await show(host);
    await user.click(screen.getByRole('button', { name: 'Generate' }));
    act(() => {
      host.jobs[0]?.callbacks.onRuntime({
        runtime: 'wasm',
        threads: 2,
        notes: [sentence('No adapter.')],
      });
      host.jobs[0]?.callbacks.onProgress({
        phase: 'sample',
        done: 3,
        total: 10,
        ratePerSecond: 2.5,
      });
    });
    expect(await screen.findByText('2.5 steps/s')).toBeTruthy();
    expect(screen.getByRole('progressbar', { name: 'Sample' })).toHaveProperty('value', 0.3);
    expect(screen.getByText(/WebAssembly, 2 threads/)).toBeTruthy();
    expect(screen.getByText('No adapter.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(screen.getByText(/Cancelled/)).toBeTruthy();
  });

  it('says that a job waits for one that is still ending', async () => {
    const host = createFakeHost();
    const { user } = await show(host);
    await user.click(screen.getByRole('button', { name: 'Generate' }));
    act(() => host.jobs[0]?.callbacks.onWaiting(1));
    expect(screen.getByText('Waiting: another synthesis is still ending')).toBeTruthy();
    act(() => host.jobs[0]?.callbacks.onWaiting(0));
    expect(screen.getByText('No slice yet')).toBeTruthy();
  });

  async function showGenerated() {
    const host = createFakeHost();
    const { user } = await show(host);
    await user.click(screen.getByRole('button', { name: 'Generate' }));
    await act(async () => {
      host.jobs[0]?.finish({ images: 50 });
      await settle();
    });
    return { host, user };
  }

  it('puts which slice is shown in the place of the progress when it is done', async () => {
    const host = createFakeHost();
    const { user } = await show(host);
    await user.click(screen.getByRole('button', { name: 'Generate' }));
    act(() => {
      host.jobs[0]?.callbacks.onProgress({ phase: 'sample', done: 3, total: 10 });
      const slices = new Float32Array(4);
      host.jobs[0]?.callbacks.onSlices({ indices: [1], slices, rows: 2, columns: 2 });
    });
    expect(screen.getByRole('progressbar', { name: 'Sample' })).toBeTruthy();
    expect(screen.getAllByText('SYNTHETIC')).toHaveLength(2);
    await act(async () => {
      host.jobs[0]?.finish();
      await settle();
    });
    expect(screen.queryByRole('progressbar')).toBeNull();
    expect(screen.getByText('Slice 2 of 50, synthetic')).toBeTruthy();
  });

  it('asks before saving, and says that the images are in the archive', async () => {
    const { host, user } = await showGenerated();
    expect(screen.getByText(/Not saved: it is only in this browser/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /Save to archive/ }));
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByText('Doe, Jane - 0815')).toBeTruthy();
    expect(dialog.getByText('PACS - /dicom-web')).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Save 50 images' }));
    await act(async () => {
      host.saves[0]?.end({ state: 'saved', stored: 50, pixelsCompared: 3, reasons: [] });
      await settle();
    });
    expect(screen.getByText(/Saved and verified: 50 images .* pixels of 3/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Save/ })).toBeNull();
  });

  it('does not call images verified whose pixels the archive did not give back', async () => {
    const { host, user } = await showGenerated();
    await user.click(screen.getByRole('button', { name: /Save to archive/ }));
    await user.click(screen.getByRole('button', { name: 'Save 50 images' }));
    const reasons = [sentence('It gave no pixels back.')];
    await act(async () => {
      host.saves[0]?.end({ state: 'saved', stored: 50, pixelsCompared: 0, reasons });
      await settle();
    });
    expect(screen.getByText(/Saved: 50 images .* pixels were not verified/)).toBeTruthy();
    expect(screen.getByText('It gave no pixels back.')).toBeTruthy();
    expect(screen.queryByText(/and verified/)).toBeNull();
  });

  it('shows in an old viewer what is needed, and nothing to press', async () => {
    await show(createFakeHost({ obstacle: sentence('X-ray to MRI needs OHIF 3.13 or newer.') }));
    expect(screen.getByRole('alert').textContent).toContain('OHIF 3.13 or newer');
    expect(screen.queryByRole('button')).toBeNull();
  });
});
