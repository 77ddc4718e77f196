import type { ReactNode } from 'react';

interface MessageProps {
  kind: 'info' | 'warning' | 'error' | 'success';
  id: string;
  children: ReactNode;
}

/** A sentence to the user; errors are announced at once. */
export function Message({ kind, id, children }: MessageProps) {
  return (
    <div
      className={`xtm-message xtm-message-${kind}`}
      role={kind === 'error' ? 'alert' : 'status'}
      data-cy={`xtm-${id}`}
    >
      {children}
    </div>
  );
}
