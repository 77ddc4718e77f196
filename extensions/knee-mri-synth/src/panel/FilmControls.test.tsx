import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { I18nextProvider } from 'react-i18next';
import { createFakeHost, radiographOf, settle, type FakeHost } from '../../test/fakeHost';
import { PanelError, tell } from '../host';
import { createI18n } from './i18n';
import { Panel } from './Panel';
import { createSession } from './session';
import { SessionProvider } from './SessionContext';

jest.setTimeout(120_000);

beforeAll(() => {
  HTMLElement.prototype.scrollIntoView = () => undefined;
  HTMLCanvasElement.prototype.getContext = () => null;
});

async function show(host: FakeHost, language = 'en') {
  const session = createSession(host);
  render(
    <I18nextProvider i18n={createI18n(language)}>
      <SessionProvider value={{ host, session }}>
        <Panel />
      </SessionProvider>
    </I18nextProvider>
  );
  await act(settle);
  return userEvent.setup();
}

describe('a film that is not as its attributes say', () => {
  it('is turned over by a button, and back', async () => {
    const user = await show(createFakeHost());
    await user.click(screen.getByRole('button', { name: 'Turn the film over' }));
    await act(settle);
    await user.click(screen.getByRole('button', { name: 'Turn the film back' }));
    await act(settle);
    expect(screen.getByRole('button', { name: 'Turn the film over' })).toBeTruthy();
    expect(screen.queryByLabelText(/Picture, of/)).toBeNull();
  });

  it('is asked which of its pictures is meant', async () => {
    const host = createFakeHost();
    const opened: (number | undefined)[] = [];
    host.openRadiograph = (id, reading) => {
      opened.push(reading?.frame);
      return Promise.resolve({ ...radiographOf(id, 'R', reading), frames: 12 });
    };
    const user = await show(host);
    const field = screen.getByLabelText('Picture, of 12');
    await user.clear(field);
    await user.type(field, '7{Enter}');
    await act(settle);
    expect(opened).toEqual([undefined, 7]);
  });
});

describe('the panel in German', () => {
  it('says in German what host and engine say', async () => {
    const host = createFakeHost();
    host.openRadiograph = () => Promise.reject(new PanelError(tell('colourImage')));
    await show(host, 'de');
    expect(screen.getByText(/Das ist ein Farbbild, kein Röntgenbild/)).toBeTruthy();
  });

  it('names the rectangle on the film in German', () => {
    expect(createI18n('de').t('region.label')).toBe('Ausschnitt für X-ray to MRI');
  });
});
