import { textOf } from '../../engine/src/sentences';
import { tellingVolume } from '../../engine/test/syntheticKnee';
import {
  BATCH,
  expectFaultTable,
  IMAGES,
  newSeries,
  NONE,
  stateOf,
  WHOLE,
  type Row,
} from './support/cases';
import { describeWithOrthanc, metadataOf, save, sharedSite } from './support/site';
import { tryCase } from './support/tryCase';

const rows: Row[] = [];

describeWithOrthanc('what is sent to Orthanc', () => {
  const { site, bystanderMetadata } = sharedSite();

  it('gives Japanese and accented names back as they were', () => {
    expect(bystanderMetadata()).toHaveLength(IMAGES);
    for (const image of bystanderMetadata()) {
      expect(image).toMatchObject({
        '00080005': { Value: ['ISO_IR 192'] },
        '0008001C': { Value: ['YES'] },
        '00080090': { Value: [{ Alphabetic: 'Müller^Jörg' }] },
        '00100010': {
          Value: [
            { Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎', Phonetic: 'やまだ^たろう' },
          ],
        },
      });
    }
  });

  it('keeps the rest when an image of a request is garbage', async () => {
    const whole = newSeries();
    const instances = whole.instances.map((instance, index) =>
      index === 3 ? { ...instance, part10: new Uint8Array(500).fill(7) } : instance
    );
    rows.push(
      await tryCase(
        site(),
        {
          fault: 'one image of a request is garbage',
          state: 'partly-stored',
          held: `19 of ${IMAGES} images`,
          said: /has 19 of 20 images/,
        },
        () => null,
        { ...whole, instances },
        whole
      )
    );
  });

  it('sends what is there already no second time', async () => {
    const series = newSeries();
    await save(site(), {
      ...series,
      instances: series.instances.slice(0, BATCH),
      report: undefined,
    });
    rows.push(
      await tryCase(
        site(),
        {
          fault: 'the same UIDs sent twice',
          state: 'stored-and-verified',
          held: WHOLE,
          said: null,
        },
        () => null,
        series
      )
    );
  });

  it('finds out that other content lies under its UIDs, and leaves it', async () => {
    let uids = 0;
    const source = newSeries().instances[0]?.dataset ?? {};
    const root = String(source['StudyInstanceUID']);
    const numbered = () => `${root}.${++uids}`;
    const old = newSeries({ source, newUid: numbered });
    uids = 0;
    const changed = newSeries({
      source,
      newUid: numbered,
      volume: tellingVolume('L', IMAGES, 16),
      intensity: {
        network_range: [0, 2],
        stored_bits: 12,
        window_center: 1638,
        window_width: 3276,
      },
    });
    expect((await save(site(), old)).state).toBe('stored-and-verified');
    const kept = await metadataOf(site(), old);
    site().proxy.reset();
    const first = await save(site(), changed);
    expect(first).toMatchObject({ state: 'partly-stored', missing: [] });
    expect(first.reasons.map(textOf).join(' ')).toMatch(/other pixels/);
    expect(site().proxy.stores).toBe(0);
    expect(await metadataOf(site(), old)).toEqual(kept);
    expect((await save(site(), old)).state).toBe('stored-and-verified');
    rows.push({
      ...{ fault: 'other content under UIDs that the PACS knows', state: stateOf(first) },
      ...{ held: 'the old content', said: first.reasons[0]?.text ?? '', again: 'partly saved' },
    });
  });

  it('is refused by the PACS for another study, and stores nothing', async () => {
    const right = newSeries();
    const wrong = { ...right, studyInstanceUID: newSeries().studyInstanceUID };
    rows.push(
      await tryCase(
        site(),
        {
          fault: 'the request names another study',
          state: 'failed',
          held: NONE,
          said: /another study|409/,
        },
        () => null,
        wrong,
        right
      )
    );
  });

  it('sends nothing into the study of another patient', async () => {
    const [image] = newSeries().instances;
    const intruder = newSeries({
      source: { ...image?.dataset, StudyInstanceUID: site().bystander.studyInstanceUID },
    });
    rows.push(
      await tryCase(
        site(),
        {
          fault: 'the study belongs to another PatientID in the PACS',
          state: 'failed',
          held: NONE,
          said: /another PatientID/,
          again: 'failed',
        },
        () => null,
        intruder
      )
    );
    expect(site().proxy.stores).toBe(0);
  });

  it('is as docs/reliability.md says', () => expectFaultTable('of faults in what is sent', rows));
});
