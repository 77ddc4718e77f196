import { act, screen } from '@testing-library/react';
import axe from 'axe-core';
import metadata from '../../../../test/fixtures/tiny-bundle/configs/metadata.json';
import { createFakeHost, radiographOf, settle } from '../../test/fakeHost';
import { sentence } from '../../test/sentence';
import { completeJsdom, showPanel as show } from '../../test/showPanel';
import { PanelError } from '../host';

jest.setTimeout(120_000);

beforeAll(completeJsdom);

const SUGGEST = 'Suggest from the radiograph';
const cell = (name: string) => screen.getByRole('spinbutton', { name });
const KL = 'Kellgren-Lawrence';

async function suggested(host = createFakeHost()) {
  const shown = await show(host);
  await shown.user.click(screen.getByRole('button', { name: SUGGEST }));
  await act(settle);
  return shown;
}

/** A bundle as the tests' one, with its section changed. */
function modelWith(change: object) {
  return { ...metadata, xray_to_mri: { ...metadata.xray_to_mri, ...change } };
}

describe('suggested readings', () => {
  it('stand beside the rows with their probability, and fill in nothing', async () => {
    const { session } = await suggested();
    expect(screen.getByText(/3 suggestions; each counts only once you accept it/)).toBeTruthy();
    expect(screen.getByText('2 · 81%')).toBeTruthy();
    expect(screen.getByText('1 · 60%')).toBeTruthy();
    expect(cell(KL).getAttribute('aria-valuetext')).toMatch(/^not read\. Suggested: 2 \(81 %/);
    expect(Object.values(session.getState().readings).every(({ value }) => value === null)).toBe(
      true
    );
  });

  it('say how far they agree with the truth, and what cannot be told', async () => {
    await suggested();
    expect(screen.getByText(/Weighted kappa 0\.52 to 0\.91 on 8 knees/)).toBeTruthy();
    expect(
      screen.getByText(/suggests nothing for: Chondrocalcinosis, Lateral, Joint/)
    ).toBeTruthy();
  });

  it('say so in German with a decimal comma', async () => {
    const { user } = await show(createFakeHost(), 'de');
    await user.click(screen.getByRole('button', { name: 'Vom Röntgenbild vorschlagen' }));
    await act(settle);
    expect(screen.getByText(/Gewichtetes Kappa 0,52 bis 0,91 an 8 Knien/)).toBeTruthy();
    expect(cell(KL).getAttribute('aria-valuetext')).toContain('Vorschlag: 2 (81 %, Kappa 0,91)');
  });

  it('are accepted one by one by Enter or a click, with a badge, and undone', async () => {
    const { user, session } = await suggested();
    cell(KL).focus();
    await user.keyboard('{Enter}');
    expect(session.getState().readings.XRKL).toEqual({ value: 2, source: 'suggested' });
    expect(document.activeElement?.getAttribute('data-xtm-reading')).toBe('XROSFM');
    expect(screen.getByTitle('suggested by the model and accepted').textContent).toBe('S');
    expect(screen.queryByText('2 · 81%')).toBeNull();
    await user.click(screen.getByText('1 · 60%'));
    expect(session.getState().readings.XROSFM).toEqual({ value: 1, source: 'suggested' });
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(session.getState().readings.XROSFM.value).toBeNull();
    expect(session.getState().readings.XRKL.value).toBe(2);
    expect(screen.getByText('1 · 60%')).toBeTruthy();
  });

  it('are accepted all at once for what nobody has read, in one step', async () => {
    const { user, session } = await suggested();
    cell('Osteophytes, Medial, Femur').focus();
    await user.keyboard('3');
    await user.click(screen.getByRole('button', { name: 'Accept for the 2 unread' }));
    const { readings } = session.getState();
    expect(readings.XROSFM).toEqual({ value: 3, source: 'typed' });
    expect(readings.XRKL).toEqual({ value: 2, source: 'suggested' });
    // Nought is a reading, and another than none.
    expect(readings.XRJSM).toEqual({ value: 0, source: 'suggested' });
    expect(readings.XRJSL).toEqual({ value: null, source: null });
    expect(screen.getByText('1 · 60%')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(session.getState().readings.XRKL.value).toBeNull();
    expect(session.getState().readings.XROSFM.value).toBe(3);
  });

  it('become read by a person when the same grade is typed', async () => {
    const { user, session } = await suggested();
    cell(KL).focus();
    await user.keyboard('{Enter}');
    cell(KL).focus();
    await user.keyboard('2');
    expect(session.getState().readings.XRKL).toEqual({ value: 2, source: 'typed' });
  });

  it('are of one knee and region: they go when either changes', async () => {
    const { user } = await suggested();
    await user.click(screen.getByRole('button', { name: 'Move the region to the right' }));
    expect(screen.queryByText('2 · 81%')).toBeNull();
    expect(screen.getByRole('button', { name: SUGGEST })).toHaveProperty('disabled', false);
  });

  it('are dismissed', async () => {
    const { user } = await suggested();
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByText('2 · 81%')).toBeNull();
  });

  it('wait for the side, and are not offered by a model without a grader', async () => {
    const { unmount } = await show(createFakeHost({ side: null }));
    expect(screen.getByRole('button', { name: SUGGEST })).toHaveProperty('disabled', true);
    unmount();
    await show(createFakeHost({ model: modelWith({ grader: undefined }) }));
    expect(screen.queryByRole('button', { name: SUGGEST })).toBeNull();
  });

  it('that fail say why', async () => {
    const host = createFakeHost();
    host.suggestReadings = () =>
      Promise.reject(new PanelError(sentence('The grader gave no answer.')));
    await suggested(host);
    expect(screen.getByRole('alert').textContent).toBe('The grader gave no answer.');
  });

  it('have no fault that axe knows', async () => {
    const { container } = await suggested();
    // jsdom draws nothing, so contrast is looked at in the browser.
    const { violations } = await axe.run(container, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });
});

describe('the diagram of the knee', () => {
  it('names its rows in words', async () => {
    await show(createFakeHost(), 'de');
    for (const word of ['Femur', 'Gelenkspalt', 'Tibia']) {
      expect(screen.getAllByText(word, { selector: '.xtm-part-title' })).toHaveLength(2);
    }
  });
});

describe('what the model asks about the person', () => {
  const variables = [
    { name: 'age_years', mean: 60, deviation: 10 },
    { name: 'sex' },
    { name: 'weight_kg', mean: 80, deviation: 15 },
  ];

  it('is shown as the image gives it', async () => {
    const host = createFakeHost({ model: modelWith({ patient: { variables } }) });
    const patient = { age_years: 63.4, sex: 'F' as const, height_m: 1.7, weight_kg: null };
    host.openRadiograph = async id => ({ ...radiographOf(id, 'R'), patient });
    await show(host);
    const text = document.querySelector('[data-cy=xtm-patient]')?.textContent ?? '';
    expect(text).toMatch(/Age63 years/);
    expect(text).toMatch(/Sexfemale/);
    expect(text).toMatch(/Weightnot read/);
    expect(text).not.toMatch(/Size/);
  });

  it('is nothing for most models', async () => {
    await show(createFakeHost());
    expect(document.querySelector('[data-cy=xtm-patient]')).toBeNull();
  });
});

describe('a sentence of doubt', () => {
  it('stands once in the panel', async () => {
    const words = 'Its attributes contradict each other on the view.';
    const reason = sentence(words);
    const [frontal] = createFakeHost().getStudy()?.candidates ?? [];
    if (!frontal) throw new Error('no candidate');
    const host = createFakeHost({ candidates: [{ ...frontal, reason }] });
    const doubts = [{ about: 'view' as const, sentence: reason }];
    host.openRadiograph = async id => ({ ...radiographOf(id, 'R'), doubts });
    const { user } = await show(host);
    expect(screen.getAllByText(words)).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: /I have checked it/ }));
    expect(screen.getAllByText(words)).toHaveLength(1);
  });
});
