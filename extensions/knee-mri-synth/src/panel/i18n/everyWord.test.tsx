import { act, render, screen } from '@testing-library/react';
import {
  createFakeHost,
  FRONTAL,
  settle,
  STORED_RUN,
  studyWith,
  type FakeHost,
} from '../../../test/fakeHost';
import { sentence } from '../../../test/sentence';
import { completeJsdom, showPanel } from '../../../test/showPanel';
import { ENGLISH, HOST_ENGLISH, PanelError } from '../../host';
import { en } from './en';
import { createI18n } from '.';

jest.setTimeout(120_000);
beforeAll(completeJsdom);

/** Any language that the panel does not have; it has the plural forms of English. */
const MARKED = 'nl';
/** What solvers, and the fake host's study and archive, are called; it is the same in every language. */
const NAMES =
  /DPM\+\+ 2M|DDIM|S:\d+ \w+( coronal)?|SYNTHETIC( coronal MRI)?|Doe, Jane - 0815|Knee - [\d-]+|PACS - \/dicom-web/g;

/** Every text between marks. */
function marked(words: object): object {
  return Object.fromEntries(
    Object.entries(words).map(([key, value]: [string, unknown]) => [
      key,
      typeof value === 'string' ? `[${value}]` : marked(value as object),
    ])
  );
}

/** What of a text is not between marks, marks within marks included. */
function unmarked(text: string): string {
  const outer = text.replace(/\[[^[\]]*\]/g, '');
  return outer === text ? text : unmarked(outer);
}

const ATTRIBUTES = ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt'];

/** What a user reads or hears that was not translated. */
function untranslated(): string[] {
  const texts = [...document.querySelectorAll('body, body *')].flatMap(element => [
    ...[...element.childNodes]
      .filter(node => node.nodeType === Node.TEXT_NODE)
      .map(node => node.textContent ?? ''),
    ...ATTRIBUTES.map(name => element.getAttribute(name) ?? ''),
  ]);
  return texts.filter(text => /\p{L}{2}/u.test(unmarked(text).replace(NAMES, '')));
}

async function show(host: FakeHost) {
  const i18n = createI18n('en');
  const sentences = { ...ENGLISH, ...HOST_ENGLISH, ofTheTest: 'said by a test' };
  i18n.addResourceBundle(MARKED, 'translation', marked({ ...en, sentences }));
  await i18n.changeLanguage(MARKED);
  const { session, user } = await showPanel(host, i18n);
  const part = (id: string) => {
    const found = document.querySelector<HTMLElement>(`[data-cy="xtm-${id}"]`);
    if (!found) throw new Error(`There is no ${id}.`);
    return found;
  };
  const press = async (id: string) => {
    await user.click(part(id));
    await act(settle);
  };
  return { session, user, part, press };
}

const longSeries = Array.from({ length: 9 }, (_, index) => ({
  ...FRONTAL,
  id: `image ${index}`,
  place: { image: index + 1, images: 9 },
}));

const doubtful = (host: FakeHost): FakeHost => {
  const { openRadiograph } = host;
  const doubts = [{ about: 'view' as const, sentence: sentence('It is doubted.') }];
  host.openRadiograph = async id => ({ ...(await openRadiograph(id)), doubts, frames: 3 });
  return host;
};

describe('every word of the panel', () => {
  it('is told from one that was not translated', () => {
    render(<p title="Not translated">{'[a [nested] one], 3.5 %'}</p>);
    expect(untranslated()).toEqual(['Not translated']);
  });

  it.each<[string, () => FakeHost]>([
    ['at first', () => createFakeHost()],
    ['where something is doubted', () => doubtful(createFakeHost())],
    ['where the side is not known', () => createFakeHost({ side: null })],
    ['in an old viewer', () => createFakeHost({ obstacle: sentence('It is old.') })],
    ['without a radiograph', () => createFakeHost({ candidates: [] })],
    [
      'without a usable radiograph',
      () => createFakeHost({ candidates: [{ ...FRONTAL, usable: false }] }),
    ],
    ['with a long series', () => createFakeHost({ candidates: longSeries })],
    [
      'without a model',
      () =>
        Object.assign(createFakeHost(), {
          readModel: () => Promise.reject(new PanelError(sentence('There is none.'))),
        }),
    ],
  ])('is translated %s', async (_, host) => {
    await show(host());
    expect(untranslated()).toEqual([]);
  });

  it('is translated about readings, widths and suggestions', async () => {
    const host = createFakeHost();
    const { part, press, session, user } = await show(host);
    await press('measure-widths');
    await press('suggest');
    await press('suggestion-XRKL');
    act(() => session.actions.setReading('XROSFM', 2));
    expect(untranslated()).toEqual([]);
    const file = new File(['{}'], 'readings.json', { type: 'application/json' });
    await user.upload(part('readings-file'), file);
    await act(settle);
    expect(screen.getByRole('alert').textContent).toBe('[said by a test]');
    expect(untranslated()).toEqual([]);
  });

  it('is translated about a job, its result and its save', async () => {
    const host = createFakeHost();
    const { press } = await show(host);
    await press('generate');
    const notes = [sentence('There is no adapter.')];
    act(() => {
      host.jobs[0]?.callbacks.onRuntime({ runtime: 'wasm', threads: 2, notes });
      host.jobs[0]?.callbacks.onProgress({ phase: 'sample', done: 3, total: 10, ratePerSecond: 2 });
    });
    expect(untranslated()).toEqual([]);
    host.jobs[0]?.finish();
    await act(settle);
    expect(untranslated()).toEqual([]);
    await press('save');
    expect(untranslated()).toEqual([]);
    await press('save-confirm');
    const reasons = [sentence('It was cut.')];
    host.saves[0]?.end({ state: 'partly-saved', stored: 16, images: 50, reasons });
    await act(settle);
    expect(untranslated()).toEqual([]);
  });

  it('is translated about what failed', async () => {
    const host = createFakeHost();
    const { press } = await show(host);
    await press('generate');
    host.jobs[0]?.fail(new PanelError(sentence('There is too little memory.')));
    await act(settle);
    expect(screen.getAllByText('[said by a test]')).not.toEqual([]);
    expect(untranslated()).toEqual([]);
  });

  it('is translated about stored series', async () => {
    const host = createFakeHost();
    await show(host);
    const closed = { ...STORED_RUN, id: 'b', candidateId: null, obstacle: sentence('It is gone.') };
    const part = { ...STORED_RUN, missing: 'report' } as const;
    act(() => host.setStudy(studyWith([FRONTAL], '1.2', [part, closed])));
    await act(settle);
    expect(untranslated()).toEqual([]);
  });
});
