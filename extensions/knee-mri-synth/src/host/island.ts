import { createElement, type ReactElement, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';

/**
 * A component that any React may render: it uses no hooks and returns a bare element. Inside that element
 * a root of this plugin's own React renders `content`, because hooks of one React fail in another.
 */
export function createIsland(content: () => ReactNode, className: string): () => ReactElement {
  let current: { node: HTMLElement; root: Root } | null = null;

  const unmount = () => {
    const last = current;
    current = null;
    // Not within the host's own rendering, in which React forbids to unmount another root.
    queueMicrotask(() => last?.root.unmount());
  };

  const attach = (node: HTMLElement | null) => {
    if (node === current?.node) {
      return;
    }
    if (current) {
      unmount();
    }
    if (node) {
      const root = createRoot(node);
      current = { node, root };
      root.render(content());
    }
  };

  return () => createElement('div', { ref: attach, className });
}
