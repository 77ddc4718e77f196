import { act, screen } from '@testing-library/react';
import { createFakeHost, NOTHING_READ, settle, type FakeHost } from '../../test/fakeHost';
import { completeJsdom, showPanel } from '../../test/showPanel';
import type { FiledReadings } from '../host';

beforeAll(completeJsdom);

const READ = { ...NOTHING_READ, XRKL: { value: 3, source: 'file' as const } };
const OF_THIS: FiledReadings = { readings: READ, isSideSaid: true, person: 'same' };

/** A panel into which a file was read. */
async function showFile(change: Partial<FiledReadings>, language = 'en') {
  const host: FakeHost = createFakeHost({ side: 'R' });
  host.readReadingsFile = () => Promise.resolve({ ...OF_THIS, ...change });
  const shown = await showPanel(host, language);
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  await shown.user.upload(input as HTMLInputElement, new File(['x'], 'readings.csv'));
  await act(settle);
  const kl = () => shown.session.getState().readings.XRKL.value;
  const question = () => document.querySelector('[data-cy="xtm-readings-filed"]');
  return { ...shown, kl, question };
}

describe('a file of readings', () => {
  it('is taken over at once where it names patient and side', async () => {
    const { kl, question } = await showFile({});
    expect(kl()).toBe(3);
    expect(question()).toBeNull();
  });

  it.each([
    ['no side', { isSideSaid: false }, ['does not say of which knee']],
    ['no person', { person: 'unsaid' as const }, ['does not say whose']],
    ['another person', { person: 'other' as const }, ['not the Patient ID of this study']],
    [
      'nothing',
      { isSideSaid: false, person: 'unsaid' as const },
      ['does not say of which knee', 'does not say whose'],
    ],
  ])('that names %s is asked about before anything is taken over', async (_, change, said) => {
    const { kl, question, user } = await showFile(change);
    for (const part of said) expect(question()?.textContent).toContain(part);
    expect(question()?.textContent).toContain('right knee of this film (1 read)?');
    expect(kl()).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Yes, take over' }));
    expect(kl()).toBe(3);
    expect(question()).toBeNull();
  });

  it('is put aside by a no', async () => {
    const { kl, question, user } = await showFile({ isSideSaid: false });
    await user.click(screen.getByRole('button', { name: 'No' }));
    expect(question()).toBeNull();
    expect(kl()).toBeNull();
  });

  it('is not offered for the other knee', async () => {
    const { kl, question, session } = await showFile({ isSideSaid: false });
    act(() => session.actions.setSide('L'));
    expect(question()).toBeNull();
    expect(kl()).toBeNull();
  });

  it('is asked about in German', async () => {
    const { question } = await showFile({ isSideSaid: false, person: 'other' }, 'de');
    expect(question()?.textContent).toBe(
      'Die Datei sagt nicht, von welchem Knie ihre Befunde sind.' +
        'Die ID in der Datei ist nicht die Patienten-ID dieser Studie.' +
        'Sind sie vom rechten Knie dieses Bildes (1 erhoben)?Ja, übernehmenNein'
    );
  });
});
