import { FaultyViewer, FIRST_BATCH, SLICES } from './support/faultyViewer';

describe('saving to an archive that fails', () => {
  let faulty: FaultyViewer;

  beforeAll(async () => {
    faulty = await FaultyViewer.start();
    await faulty.openFromWorkList();
    await faulty.panel.generateSmall(SLICES);
  });

  afterAll(() => faulty?.close());

  it.each([
    [401 as const, 'Log in again'],
    [409 as const, 'conflict'],
    [500 as const, 'error of its own'],
    ['cut' as const, 'connection to the archive failed or was cut'],
  ])('says what happened and what to do after %s, and stores nothing', async (kind, words) => {
    const { panel, viewer, study, test } = faulty;
    faulty.fault = () => kind;
    await panel.save();
    await panel.part('saving').waitFor({ state: 'detached' });
    expect(await panel.waitFor('save-failed')).toContain(words);
    expect(viewer.series(study.studyInstanceUID)).toHaveLength(1);
    await test.screenshot(`save-failed-${kind}`);
  });

  it('calls a series that was cut off halfway partly saved, with the number of images', async () => {
    expect(await faulty.saveCutOff()).toContain(`${FIRST_BATCH} of ${SLICES}`);
    await faulty.test.screenshot('save-partly');
  });

  it('sends only the rest afterwards, and then is saved and verified', async () => {
    const { panel, viewer, study } = faulty;
    await panel.save();
    expect(await panel.waitFor('saved')).toContain(String(SLICES));
    // The radiograph, the images and the report.
    expect(viewer.series(study.studyInstanceUID)).toHaveLength(3);
    expect(await panel.part('save').count()).toBe(0);
  });

  it('goes on with the next knee', async () => {
    const { panel, test } = faulty;
    await panel.generate();
    await panel.waitFor('cancel');
    await panel.waitFor('unsaved');
    expect(test.errors).toEqual([]);
  });
});
