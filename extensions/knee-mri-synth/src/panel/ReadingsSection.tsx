import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { askedOfPatient, type ReadingVariable } from '../host';
import { Button } from './components/Button';
import { Section } from './components/Section';
import { Contradictions } from './Contradictions';
import { KneeOutline } from './KneeOutline';
import { PatientValues } from './PatientValues';
import { ReadingCell } from './ReadingCell';
import { ReadingsImport } from './ReadingsImport';
import { COMPARTMENTS, WHOLE_KNEE, type Compartment } from './readingTable';
import { countRead } from './session';
import { Suggestions } from './Suggestions';
import { useActions, useSession } from './SessionContext';

/** A title, and a row for each part's name and each of its readings. */
const rowsOf = (parts: Compartment['parts']) =>
  1 + parts.reduce((sum, { readings }) => sum + readings.length + 1, 0);

type Variables = ReadonlyMap<string, ReadingVariable>;

function CompartmentColumn({
  compartment: { key, parts },
  column,
  variables,
}: {
  compartment: Compartment;
  column: number;
  variables: Variables;
}) {
  const { t } = useTranslation();
  const place = t(`readings.${key}`);
  return (
    <div
      className="xtm-compartment"
      role="group"
      aria-label={place}
      style={{ gridColumn: column, gridRow: `1 / span ${rowsOf(parts)}` }}
      data-cy={`xtm-compartment-${key}`}
    >
      <p className="xtm-compartment-title" aria-hidden="true">
        {place}
      </p>
      {parts.map(part => (
        <div
          key={part.key}
          className="xtm-knee-part"
          style={{ gridRow: `span ${part.readings.length + 1}` }}
        >
          <p className="xtm-part-title" aria-hidden="true">
            {t(`readings.${part.key}`)}
          </p>
          {part.readings.map(({ name, finding }) => {
            const variable = variables.get(name);
            const label = t(`readings.${finding}`);
            const longLabel = `${label}, ${place}, ${t(`readings.${part.key}`)}`;
            return variable ? (
              <ReadingCell
                key={name}
                variable={{ ...variable, name }}
                label={label}
                longLabel={longLabel}
              />
            ) : null;
          })}
        </div>
      ))}
    </div>
  );
}

function Knee({ variables }: { variables: Variables }) {
  const { t } = useTranslation();
  // As films are shown: of a right knee the lateral side is on the left of the picture.
  const lateralOnLeft = useSession(state => state.side !== 'L');
  const whole = variables.get(WHOLE_KNEE);
  const columnOf = (key: Compartment['key']) => ((key === 'lateral') === lateralOnLeft ? 1 : 2);
  return (
    <>
      {whole ? (
        <ReadingCell
          variable={{ ...whole, name: WHOLE_KNEE }}
          label={t('readings.kl')}
          longLabel={t('readings.kl')}
        />
      ) : null}
      <div className="xtm-knee">
        <KneeOutline lateralOnLeft={lateralOnLeft} />
        {COMPARTMENTS.map(compartment => (
          <CompartmentColumn
            key={compartment.key}
            compartment={compartment}
            column={columnOf(compartment.key)}
            variables={variables}
          />
        ))}
      </div>
    </>
  );
}

/** The radiographic readings that the model takes, on the knee by compartment; each may stay unread. */
export function ReadingsSection() {
  const { t } = useTranslation();
  const model = useSession(state => state.model);
  const count = useSession(state => countRead(state.readings));
  const canUndo = useSession(state => state.earlierReadings.length > 0);
  const { clearReadings, undoReadings } = useActions();
  if (model.status !== 'ready') {
    return null;
  }
  const { grader, readings } = model.value.xray_to_mri;
  const list = readings.variables;
  const aside =
    count === 0 ? t('readings.none') : t('readings.count', { count, total: list.length });
  const undoByKey = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z') {
      event.preventDefault();
      event.stopPropagation();
      undoReadings();
    }
  };
  return (
    <Section id="readings" title={t('readings.title')} aside={aside}>
      <div className="xtm-readings" onKeyDown={undoByKey}>
        <Knee variables={new Map(list.map(variable => [variable.name, variable]))} />
        <Contradictions />
        <PatientValues asked={askedOfPatient(model.value.xray_to_mri)} />
        {grader ? <Suggestions grader={grader} /> : null}
        <p className="xtm-hint">{t('readings.hint')}</p>
        <div className="xtm-row">
          <ReadingsImport />
          <Button look="ghost" id="undo-readings" disabled={!canUndo} onClick={undoReadings}>
            {t('readings.undo')}
          </Button>
          <Button look="ghost" id="clear-readings" disabled={count === 0} onClick={clearReadings}>
            {t('readings.clear')}
          </Button>
        </div>
      </div>
    </Section>
  );
}
