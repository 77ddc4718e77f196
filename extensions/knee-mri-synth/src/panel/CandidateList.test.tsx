import { act, screen } from '@testing-library/react';
import { createFakeHost, FRONTAL, LATERAL, settle } from '../../test/fakeHost';
import { completeJsdom, showPanel } from '../../test/showPanel';
import type { Candidate } from '../host';

jest.setTimeout(120_000);
beforeAll(completeJsdom);

const IMAGES = 60;

/** A fluoroscopy run of single images, none of which its attributes recommend. */
const run: Candidate[] = Array.from({ length: IMAGES }, (_, index) => ({
  ...FRONTAL,
  id: `run ${index + 1}`,
  imageUID: `1.2.${index + 1}`,
  label: 'S:3 Fluoroscopy',
  sure: index === 16,
  usable: index !== 0,
  reason: index === 0 ? LATERAL.reason : FRONTAL.reason,
  place: { image: index + 1, images: IMAGES },
}));
const worth = ({ sure, usable }: Candidate) => Number(sure) + Number(usable);
const candidates = [...run].sort((a, b) => worth(b) - worth(a));

const radios = () => [
  ...document.querySelectorAll<HTMLInputElement>('.xtm-candidate input[type="radio"]'),
];
const imageNumbers = () => radios().map(radio => /image (\d+) of 60/.exec(nameOf(radio))?.[1]);
const nameOf = (radio: HTMLInputElement) => radio.closest('label')?.textContent ?? '';
const chosen = () => radios().find(radio => radio.checked);

describe('the images of a long series', () => {
  it('are told apart by their numbers, and do not flood the list', async () => {
    await showPanel(createFakeHost({ candidates }));
    expect(imageNumbers()).toEqual(['17', '2', '22', '41', '60']);
  });

  it('are all there on demand, by key too', async () => {
    const { user } = await showPanel(createFakeHost({ candidates }));
    screen.getByRole('button', { name: 'Show 55 more images' }).focus();
    await user.keyboard('{Enter}');
    expect(radios()).toHaveLength(IMAGES);
    await user.click(screen.getByRole('button', { name: 'Show fewer images' }));
    expect(radios()).toHaveLength(5);
  });

  it('can be chosen in the viewer', async () => {
    const host = createFakeHost({ candidates });
    const { user } = await showPanel(host);
    const use = screen.getByRole('button', { name: 'Use the image on show' });
    host.candidateOnShow = () => 'run 42';
    await user.click(use);
    await act(settle);
    expect(nameOf(chosen() ?? new HTMLInputElement())).toContain('image 42 of 60');
    expect(screen.queryByText(/shows no radiograph/)).toBeNull();
  });

  it('are not taken from the viewer where that shows none, or one that cannot be used', async () => {
    const host = createFakeHost({ candidates });
    const { user } = await showPanel(host);
    const before = chosen();
    const use = screen.getByRole('button', { name: 'Use the image on show' });
    await user.click(use);
    expect(screen.getByText('The viewer shows no radiograph of this study.')).toBeTruthy();
    host.candidateOnShow = () => 'run 1';
    await user.click(use);
    expect(screen.getByText(LATERAL.reason.text)).toBeTruthy();
    expect(chosen()).toBe(before);
  });
});

describe('a short list', () => {
  it('is whole, without more buttons', async () => {
    await showPanel(createFakeHost({ candidates: [FRONTAL, LATERAL] }));
    expect(radios()).toHaveLength(2);
    expect(screen.queryByRole('button', { name: 'Use the image on show' })).toBeNull();
  });
});
