import { useEffect, useRef, type ReactNode } from 'react';

interface SectionProps {
  title: string;
  /** Short state beside the title. */
  aside?: ReactNode;
  id: string;
  closed?: boolean;
  /** Scrolled into sight whenever this changes to another value but null. */
  showOn?: unknown;
  children: ReactNode;
}

/** A part of the panel that opens and closes, in the look of the host's panel sections. */
export function Section({
  title,
  aside,
  id,
  closed = false,
  showOn = null,
  children,
}: SectionProps) {
  const section = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (showOn !== null) {
      section.current?.scrollIntoView?.({ block: 'end' });
    }
  }, [showOn]);
  return (
    <details ref={section} className="xtm-section" open={!closed} data-cy={`xtm-section-${id}`}>
      <summary className="xtm-section-header">
        <span>{title}</span>
        {aside ? <span className="xtm-section-aside">{aside}</span> : null}
        <svg className="xtm-chevron" viewBox="0 0 12 12" aria-hidden="true">
          <path d="M2.5 4.5 6 8l3.5-3.5" />
        </svg>
      </summary>
      <div className="xtm-section-body">{children}</div>
    </details>
  );
}
