import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { I18nextProvider } from 'react-i18next';
import { createFakeHost, JOINT_SPACE, radiographOf, settle } from '../../test/fakeHost';
import { sentence } from '../../test/sentence';
import { PanelError } from '../host';
import { createI18n } from './i18n';
import { JointSpaceSection } from './JointSpaceSection';
import { MeasuredBadge } from './MeasuredBadge';
import { createSession } from './session';
import { SessionProvider } from './SessionContext';

jest.setTimeout(120_000);

async function show(language = 'en', host = createFakeHost()) {
  const session = createSession(host);
  render(
    <I18nextProvider i18n={createI18n(language)}>
      <SessionProvider value={{ host, session }}>
        <JointSpaceSection />
        <MeasuredBadge name="XRJSM" />
        <MeasuredBadge name="XROSFM" />
      </SessionProvider>
    </I18nextProvider>
  );
  await act(settle);
  return { host, session, user: userEvent.setup() };
}

const group = (name: string) => within(screen.getByRole('group', { name }));
const press = (name: string) => screen.getByRole('button', { name });

describe('the joint space in the panel', () => {
  it('is measured when asked, with how sure it is and why not', async () => {
    const { user } = await show();
    expect(screen.queryByRole('group', { name: 'Medial' })).toBeNull();
    await user.click(press('Measure on the film'));
    expect(group('Medial').getByText('4.0 mm')).toBeTruthy();
    expect(group('Medial').getByText('confidence 90 %')).toBeTruthy();
    expect(group('Lateral').getByText('confidence 30 %').getAttribute('data-sure')).toBe('false');
    expect(group('Lateral').getByText(/An edge is hard to see/)).toBeTruthy();
  });

  it('says that it is too large where the magnification of the knee is not known', async () => {
    const host = createFakeHost();
    const film = radiographOf('frontal', 'R');
    const onDetector = { ...JOINT_SPACE, scale: 'detector' as const };
    host.openRadiograph = () => Promise.resolve({ ...film, measureJointSpace: () => onDetector });
    const { user } = await show('en', host);
    await user.click(press('Measure on the film'));
    expect(group('Medial').getByText('4.0 mm at the detector')).toBeTruthy();
    expect(screen.getByTitle(/film: 4\.0 mm at the detector\. It grades nothing/)).toBeTruthy();
    expect(screen.getByText(/widths are too large by the magnification/)).toBeTruthy();
  });

  it('stands beside the reading of the narrowing, and beside no other', async () => {
    const { user } = await show();
    await user.click(press('Measure on the film'));
    const badge = screen.getByTitle(/It grades nothing/);
    expect(badge.textContent).toBe('4.0 mm');
  });

  it('is moved by keys, taken back and reset', async () => {
    const { user } = await show();
    await user.click(press('Measure on the film'));
    const end = press('End at the Tibia, Medial: arrow keys move it, with Shift further');
    end.focus();
    await user.keyboard('{ArrowDown}{ArrowDown}{Shift>}{ArrowDown}{/Shift}');
    expect(group('Medial').getByText('5.2 mm')).toBeTruthy();
    expect(group('Medial').getByText('adjusted by you')).toBeTruthy();
    await user.keyboard('{Control>}z{/Control}');
    expect(group('Medial').getByText('4.2 mm')).toBeTruthy();
    await user.click(press('As traced'));
    expect(group('Medial').getByText('4.0 mm')).toBeTruthy();
    expect(press('As traced')).toHaveProperty('disabled', true);
    await user.click(press('Remove'));
    expect(screen.queryByText('4.0 mm')).toBeNull();
  });

  it('follows a drag in the viewport', async () => {
    const { user, host } = await show();
    await user.click(press('Measure on the film'));
    const ends = { femur: { x: 8, y: 10 }, tibia: { x: 8, y: 13 } };
    act(() => host.drawnWidths?.drag('medial', ends, true));
    expect(group('Medial').getByText('1.5 mm')).toBeTruthy();
  });

  it('says where its scale is only estimated', async () => {
    const host = createFakeHost();
    const film = radiographOf('frontal', 'R');
    const estimated = { ...JOINT_SPACE, scale: 'estimated' as const };
    host.openRadiograph = () => Promise.resolve({ ...film, measureJointSpace: () => estimated });
    const { user } = await show('en', host);
    await user.click(press('Measure on the film'));
    expect(group('Medial').getByText('about 4.0 mm')).toBeTruthy();
    expect(screen.getByText(/the scale is estimated/)).toBeTruthy();
  });

  it('says why it cannot be measured', async () => {
    const host = createFakeHost();
    const film = radiographOf('frontal', 'R');
    const measureJointSpace = () => {
      throw new PanelError(sentence('The region has no size.'));
    };
    host.openRadiograph = () => Promise.resolve({ ...film, measureJointSpace });
    const { user } = await show('en', host);
    await user.click(press('Measure on the film'));
    expect(screen.getByText('The region has no size.')).toBeTruthy();
  });

  it('speaks German', async () => {
    const { user } = await show('de');
    await user.click(press('Auf dem Bild messen'));
    expect(screen.getByText('Konfidenz 90 %')).toBeTruthy();
    expect(group('Medial').getByText('4,0 mm')).toBeTruthy();
    const title = 'Gelenkspalt, auf dem Bild gemessen: 4,0 mm. Daraus folgt kein Grad.';
    expect(screen.getByTitle(title).textContent).toBe('4,0 mm');
  });
});
