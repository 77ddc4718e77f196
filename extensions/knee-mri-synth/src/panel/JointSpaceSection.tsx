import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompartmentName, CompartmentWidth } from '../host';
import { Button } from './components/Button';
import { Message } from './components/Message';
import { Section } from './components/Section';
import { currentSpace, widthOf, type WidthEnd } from './session';
import { useActions, useSession } from './SessionContext';
import { useNumber } from './useNumber';
import { useSay } from './useSay';

/** How far a press moves an end, in mm; ten times as far with Shift. */
const STEP_MM = 0.1;
const COARSE = 10;
const ENDS: readonly WidthEnd[] = ['femur', 'tibia'];
const MOVES: Readonly<Record<string, { right: number; down: number }>> = {
  ArrowLeft: { right: -1, down: 0 },
  ArrowRight: { right: 1, down: 0 },
  ArrowUp: { right: 0, down: -1 },
  ArrowDown: { right: 0, down: 1 },
};

/** An end of a width for the keyboard: what the mouse does in the viewport. */
function EndControl({ compartment, end }: { compartment: CompartmentName; end: WidthEnd }) {
  const { t } = useTranslation();
  const { moveWidthEnd } = useActions();
  const onKeyDown = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    if (!move) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const mm = STEP_MM * (event.shiftKey ? COARSE : 1);
    moveWidthEnd(compartment, end, { right: move.right * mm, down: move.down * mm });
  };
  const label = t('jointSpace.moveEnd', {
    end: t(`readings.${end}`),
    compartment: t(`readings.${compartment}`),
  });
  return (
    <button
      type="button"
      className="xtm-nudge xtm-width-end"
      aria-label={label}
      title={label}
      data-cy={`xtm-width-${compartment}-${end}`}
      onKeyDown={onKeyDown}
    >
      {t(`jointSpace.end.${end}`)}
    </button>
  );
}

function Doubts({ traced }: { traced: CompartmentWidth }) {
  const { t } = useTranslation();
  return traced.doubts.length === 0 ? null : (
    <p className="xtm-hint xtm-width-doubts">
      {traced.doubts.map(doubt => t(`jointSpace.doubt.${doubt}`)).join(' ')}
    </p>
  );
}

function Width({ compartment }: { compartment: CompartmentName }) {
  const { t } = useTranslation();
  const number = useNumber();
  const space = useSession(currentSpace);
  const width = space && widthOf(space, compartment);
  if (!width || space.found.status !== 'ready') {
    return null;
  }
  const { [compartment]: traced } = space.found.value;
  const confidence = t('jointSpace.confidence', { percent: Math.round(100 * traced.confidence) });
  return (
    <div
      className="xtm-width"
      role="group"
      aria-label={t(`readings.${compartment}`)}
      data-cy={`xtm-width-${compartment}`}
      data-adjusted={width.adjusted}
    >
      <div className="xtm-row">
        <span className="xtm-label">{t(`readings.${compartment}`)}</span>
        <output className="xtm-width-mm" data-cy={`xtm-width-mm-${compartment}`}>
          {t(`jointSpace.mm.${width.scale}`, { mm: number(width.widthMm, 1) })}
        </output>
        <span className="xtm-width-rest">
          <span className="xtm-width-state" data-sure={width.adjusted || traced.confidence >= SURE}>
            {width.adjusted ? t('jointSpace.adjusted') : confidence}
          </span>
          {ENDS.map(end => (
            <EndControl key={end} compartment={compartment} end={end} />
          ))}
        </span>
      </div>
      {width.adjusted ? null : <Doubts traced={traced} />}
    </div>
  );
}

/** Widths below this confidence are shown as unsure. */
const SURE = 0.5;

/** The width of the joint space, traced on the film; the user can move its ends. */
export function JointSpaceSection() {
  const { t } = useTranslation();
  const say = useSay();
  const space = useSession(currentSpace);
  const canMeasure = useSession(
    ({ radiograph, region, side }) =>
      radiograph.status === 'ready' && region.status === 'ready' && side !== null
  );
  const { measureWidths, undoWidths, resetWidths, clearWidths } = useActions();
  const isMoved = space !== null && Object.values(space.moved).some(ends => ends !== null);
  const found = space?.found;
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z') {
      event.preventDefault();
      event.stopPropagation();
      undoWidths();
    }
  };
  return (
    <Section id="joint-space" title={t('jointSpace.title')}>
      <div className="xtm-widths" onKeyDown={onKeyDown}>
        {found?.status === 'failed' ? (
          <Message kind="error" id="joint-space-error">
            {say(found.message)}
          </Message>
        ) : null}
        {found?.status === 'ready' ? (
          <>
            <Width compartment="medial" />
            <Width compartment="lateral" />
            {found.value.scale === 'known' ? null : (
              <p className="xtm-ask">{t(`jointSpace.scale.${found.value.scale}`)}</p>
            )}
            <p className="xtm-hint">{t('jointSpace.hint')}</p>
          </>
        ) : null}
        <div className="xtm-row">
          <Button look="outline" id="measure-widths" disabled={!canMeasure} onClick={measureWidths}>
            {t(found ? 'jointSpace.again' : 'jointSpace.measure')}
          </Button>
          {found?.status === 'ready' ? (
            <>
              <Button
                look="ghost"
                id="undo-widths"
                disabled={space?.earlier.length === 0}
                onClick={undoWidths}
              >
                {t('readings.undo')}
              </Button>
              <Button look="ghost" id="reset-widths" disabled={!isMoved} onClick={resetWidths}>
                {t('jointSpace.reset')}
              </Button>
              <Button look="ghost" id="clear-widths" onClick={clearWidths}>
                {t('jointSpace.clear')}
              </Button>
            </>
          ) : null}
        </div>
        {canMeasure ? null : <p className="xtm-hint">{t('jointSpace.needs')}</p>}
      </div>
    </Section>
  );
}
