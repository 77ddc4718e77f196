import { expectFaultTable, newSeries, NONE, WHOLE, type Row } from './support/cases';
import { describeWithOrthanc, sharedSite } from './support/site';
import { tryCase } from './support/tryCase';

const rows: Row[] = [];

describeWithOrthanc('a PACS that refuses', () => {
  const { site } = sharedSite();

  it.each<[string, string | null]>([
    ['no credentials', null],
    ['wrong credentials', `Basic ${Buffer.from('tester:wrong').toString('base64')}`],
  ])('asks for a login with %s', async (fault, authorization) => {
    rows.push(
      await tryCase(site(), { fault, state: 'failed', held: NONE, said: /login/ }, () => ({
        authorization,
      }))
    );
  });

  it.each([
    [403, /may not store/],
    [409, /conflict/],
    [500, /error of its own/],
    [507, /no space/],
  ])('says what status %i means', async (status, said) => {
    rows.push(
      await tryCase(
        site(),
        { fault: `status ${status}`, state: 'failed', held: NONE, said },
        () => ({
          answer: status,
        })
      )
    );
  });

  it('sends smaller requests where they are too large', async () => {
    // The report is the largest instance.
    const limit = 1000 + (newSeries().report?.part10.length ?? 0);
    rows.push(
      await tryCase(
        site(),
        {
          fault: 'status 413 for more than some images',
          state: 'stored-and-verified',
          held: WHOLE,
          said: null,
        },
        (_, bytes) => (bytes > limit ? { answer: 413 } : null)
      )
    );
  });

  it('says so where even one image is too large', async () => {
    rows.push(
      await tryCase(
        site(),
        {
          fault: 'status 413 always',
          state: 'failed',
          held: NONE,
          said: /even for a single image/,
        },
        () => ({ answer: 413 })
      )
    );
  });

  it('waits as long as a busy PACS asks', async () => {
    rows.push(
      await tryCase(
        site(),
        {
          fault: 'status 503 with Retry-After, once',
          state: 'stored-and-verified',
          held: WHOLE,
          said: null,
        },
        request => (request === 0 ? { answer: 503, headers: { 'Retry-After': '7' } } : null)
      )
    );
    expect(site().waits).toEqual([7]);
  });

  it('gives a PACS up that stays busy', async () => {
    rows.push(
      await tryCase(
        site(),
        { fault: 'status 503 always', state: 'failed', held: NONE, said: /busy/ },
        () => ({ answer: 503 })
      )
    );
  });

  it('is as docs/reliability.md says', () => expectFaultTable('of refusals', rows));
});
