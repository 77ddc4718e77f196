import { act, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { createIsland } from './island';

function Counter() {
  const [count, setCount] = useState(0);
  return <button onClick={() => setCount(count + 1)}>{count}</button>;
}

describe("an island in the host's page", () => {
  beforeAll(() => {
    (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  });

  it('is a bare element for the host, with a root of its own inside', async () => {
    const Island = createIsland(() => <Counter />, 'island');
    // Called as a plain function, outside of any rendering: a hook would throw here.
    expect(Island().props).toMatchObject({ className: 'island' });

    const page = document.createElement('div');
    const host = createRoot(page);
    await act(async () => host.render(<Island />));
    const button = page.querySelector('button');
    expect(button?.textContent).toBe('0');
    await act(async () => button?.click());
    expect(button?.textContent).toBe('1');

    await act(async () => host.render(null));
    expect(page.innerHTML).toBe('');
  });

  it('keeps what it shows when the host renders again', async () => {
    const Island = createIsland(() => <Counter />, 'island');
    const page = document.createElement('div');
    const host = createRoot(page);
    await act(async () => host.render(<Island />));
    await act(async () => page.querySelector('button')?.click());
    await act(async () => host.render(<Island />));
    expect(page.querySelector('button')?.textContent).toBe('1');
  });
});
