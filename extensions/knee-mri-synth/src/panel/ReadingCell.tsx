import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadingName, ReadingVariable } from '../host';
import { gradeOfKey } from './gradeOfKey';
import { MeasuredBadge } from './MeasuredBadge';
import { openSuggestion } from './session';
import { useActions, useSession } from './SessionContext';
import { useNumber } from './useNumber';

const CELL_SELECTOR = '[data-xtm-reading]';

function focusNext(cell: HTMLElement): void {
  const cells = [...(cell.closest('.xtm')?.querySelectorAll<HTMLElement>(CELL_SELECTOR) ?? [])];
  cells[cells.indexOf(cell) + 1]?.focus();
}

interface ReadingCellProps {
  variable: ReadingVariable & { name: ReadingName };
  /** What is read, in the user's language. */
  label: string;
  /** The same with its place in the knee, for screen readers. */
  longLabel: string;
}

/** One reading: a digit or n sets it and goes on to the next, arrows change it, a click counts up. */
export function ReadingCell({ variable, label, longLabel }: ReadingCellProps) {
  const { t } = useTranslation();
  const number = useNumber();
  const { name, min, max } = variable;
  const { value, source } = useSession(state => state.readings[name]);
  const suggestion = useSession(state => openSuggestion(state, name));
  const { setReading, acceptSuggestion } = useActions();

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Enter' && suggestion) {
      event.preventDefault();
      acceptSuggestion(name);
      focusNext(event.currentTarget);
      return;
    }
    const pressed = gradeOfKey(event, value, variable);
    if (!pressed) {
      return;
    }
    // The viewer has shortcuts of its own on the same keys.
    event.preventDefault();
    event.stopPropagation();
    setReading(name, pressed.value);
    if (pressed.isFinal) {
      focusNext(event.currentTarget);
    }
  };
  const countUp = () => setReading(name, value === null ? min : value === max ? null : value + 1);

  const read =
    value === null
      ? t('readings.notReadLong')
      : `${value}${source ? `, ${t(`readings.source.${source}`)}` : ''}`;
  const proposed = suggestion && {
    value: suggestion.value,
    percent: Math.round(100 * suggestion.probability),
    kappa: number(suggestion.kappa, 2),
  };

  return (
    <div className="xtm-reading">
      <span className="xtm-reading-label" aria-hidden="true" title={label}>
        {label}
      </span>
      <div className="xtm-reading-values">
        {proposed ? (
          <button
            type="button"
            className="xtm-suggestion"
            // By key it is Enter in the cell beside it.
            tabIndex={-1}
            title={t('readings.suggestion', proposed)}
            // What is seen comes first, so that it can be named by voice.
            aria-label={`${t('readings.suggestionShort', proposed)}, ${longLabel}: ${t('readings.suggestion', proposed)}`}
            data-cy={`xtm-suggestion-${name}`}
            onClick={() => acceptSuggestion(name)}
          >
            {t('readings.suggestionShort', proposed)}
          </button>
        ) : null}
        <MeasuredBadge name={name} />
        {source ? (
          <span className="xtm-badge" title={t(`readings.source.${source}`)} aria-hidden="true">
            {t(`readings.badge.${source}`)}
          </span>
        ) : null}
        <div
          className="xtm-grade"
          role="spinbutton"
          tabIndex={0}
          aria-label={longLabel}
          aria-valuemin={min}
          aria-valuemax={max}
          aria-valuenow={value ?? undefined}
          aria-valuetext={proposed ? `${read}. ${t('readings.suggestion', proposed)}` : read}
          data-read={value !== null}
          data-xtm-reading={name}
          data-cy={`xtm-reading-${name}`}
          onKeyDown={onKeyDown}
          onClick={countUp}
        >
          {value ?? t('readings.notRead')}
        </div>
      </div>
    </div>
  );
}
