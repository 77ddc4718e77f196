import {
  readStoredSeries,
  retrieveSeriesAttributes,
  whyNotCompleted,
} from '../../engine/src/dicom';
import { textOf } from '../../engine/src/sentences';
import { tellingVolume } from '../../engine/test/syntheticKnee';
import {
  BATCH,
  expectFaultTable,
  heldOf,
  IMAGES,
  newFilm,
  newSeries,
  stateOf,
  WHOLE,
  type Row,
} from './support/cases';
import {
  closeSite,
  describeWithOrthanc,
  expectTrue,
  listed,
  openSite,
  save,
  sharedSite,
} from './support/site';
import { tryCase } from './support/tryCase';

const rows: Row[] = [];

describeWithOrthanc('storing to Orthanc that is interrupted', () => {
  const { site } = sharedSite();

  it.each([0, 10, 20, 30, 40, 50, 60, 70, 80, 90])(
    'knows what is stored when the connection is cut after %i %% of a request',
    async percent => {
      rows.push(
        await tryCase(
          site(),
          {
            fault: `connection cut after ${percent} % of the second request`,
            state: 'partly-stored',
            held: `${BATCH} of ${IMAGES} images`,
            said: /connection to the archive failed or was cut/,
          },
          request => (request === 1 ? { cutAfter: percent / 100 } : null)
        )
      );
    }
  );

  it('loses nothing when only the answer is cut', async () => {
    rows.push(
      await tryCase(
        site(),
        {
          fault: 'connection cut instead of the answer',
          state: 'stored-and-verified',
          held: WHOLE,
          said: null,
        },
        request => (request === 1 ? { cutAnswer: true } : null)
      )
    );
  });

  it('is only slower with a slow PACS', async () => {
    rows.push(
      await tryCase(
        site(),
        { fault: 'slow connection', state: 'stored-and-verified', held: WHOLE, said: null },
        () => ({ slowly: true })
      )
    );
  });

  it('goes on after the PACS was killed in the middle of a request', async () => {
    const series = newSeries();
    site().proxy.fault = request =>
      request === 1 ? { meanwhile: () => site().orthanc.kill() } : null;
    const first = await save(site(), series);
    expect(first.state).toBe('partly-stored');
    expect(first.stored).toHaveLength(BATCH);
    expect(first.reasons.map(textOf).join(' ')).toMatch(/could not be verified/);
    site().proxy.reset();
    await site().orthanc.run();
    const there = await listed(site(), series.studyInstanceUID, series.seriesInstanceUID);
    expect(there).toEqual(expect.arrayContaining(first.stored));
    const second = await save(site(), series);
    expect(second.state).toBe('stored-and-verified');
    await expectTrue(site(), series, second);
    rows.push({
      ...{ fault: 'PACS killed in the second request', state: stateOf(first), held: heldOf(first) },
      ...{ said: first.reasons[0]?.text ?? '', again: stateOf(second) },
    });
  });
});

describeWithOrthanc('a series that Orthanc has in part', () => {
  it('is completed by whoever makes the run again from what Orthanc tells of it', async () => {
    const site = await openSite();
    try {
      const source = newFilm();
      const series = newSeries({ source });
      site.proxy.fault = request => (request === 1 ? { cutAfter: 0.5 } : null);
      const first = await save(site, series);
      expect(first).toMatchObject({ state: 'partly-stored', report: 'missing' });
      site.proxy.reset();
      // The page was closed: nothing is left of the series but what is in the PACS.
      const access = {
        rootUrl: site.rootUrl,
        fetch: (url: string, init?: RequestInit) => fetch(url, init),
      };
      const { studyInstanceUID, seriesInstanceUID } = series;
      const stored = readStoredSeries(
        await retrieveSeriesAttributes(access, studyInstanceUID, seriesInstanceUID)
      );
      expect(stored.images).toHaveLength(BATCH);
      const again = newSeries({ source, identity: stored.identity, now: new Date(2031, 1, 1) });
      expect(whyNotCompleted(stored, again)).toEqual([]);
      const second = await save(site, again);
      expect(second).toMatchObject({ state: 'stored-and-verified', report: 'stored' });
      // Four images, and the report.
      expect(site.proxy.stores).toBe(2);
      await expectTrue(site, series, second);
      rows.push({
        ...{ fault: 'connection cut and page closed; the run made again from its record' },
        ...{ state: stateOf(first), held: heldOf(first), said: first.reasons[0]?.text ?? '' },
        again: stateOf(second),
      });
    } finally {
      await closeSite(site);
    }
  });
});

describeWithOrthanc('storing to Orthanc on a small disk', () => {
  it('says what is stored when the disk is full, and stores the rest when there is room', async () => {
    // Room for some images of 32 KB each.
    const site = await openSite('200k');
    try {
      const series = newSeries({ volume: tellingVolume('R', IMAGES, 128) });
      const first = await save(site, series);
      expect(['partly-stored', 'failed']).toContain(first.state);
      expect(first.missing.length).toBeGreaterThan(0);
      await expectTrue(site, series, first);
      site.orthanc.enlargeDisk();
      const second = await save(site, series);
      expect(second.state).toBe('stored-and-verified');
      await expectTrue(site, series, second);
      rows.push({
        ...{ fault: 'disk of the PACS full', state: stateOf(first), held: 'what fitted' },
        ...{
          said: (first.reasons[0]?.text ?? '').replace(/\d+ of/, 'some of'),
          again: stateOf(second),
        },
      });
    } finally {
      await closeSite(site);
    }
  });

  it('ends as docs/reliability.md says, like every interruption', () =>
    expectFaultTable('of interruptions', rows));
});
