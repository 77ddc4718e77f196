import { useTranslation } from 'react-i18next';
import { Button } from './components/Button';
import { Section } from './components/Section';
import { Segmented } from './components/Segmented';
import type { ReadingName, ReadingVariable } from '../host';
import { READING_ROWS, WHOLE_KNEE, type ReadingRow } from './readingTable';
import { countRead } from './session';
import { useActions, useSession } from './SessionContext';

type Variables = ReadonlyMap<string, ReadingVariable>;

function grades({ min, max }: ReadingVariable): number[] {
  return Array.from({ length: max - min + 1 }, (_, index) => min + index);
}

interface CellProps {
  name: ReadingName | null;
  variables: Variables;
  span: number;
}

function Cell({ name, variables, span }: CellProps) {
  const { t } = useTranslation();
  const value = useSession(state => (name ? state.readings[name].value : null));
  const { setReading } = useActions();
  const variable = name ? variables.get(name) : undefined;
  if (!name || !variable) {
    return <td colSpan={span} />;
  }
  return (
    <td colSpan={span}>
      <select
        className="xtm-grade"
        aria-label={variable.label}
        title={variable.label}
        value={value ?? ''}
        data-read={value !== null}
        data-cy={`xtm-reading-${name}`}
        onChange={({ target }) =>
          setReading(name, target.value === '' ? null : Number(target.value))
        }
      >
        <option value="" aria-label={t('readings.notReadLong')}>
          {t('readings.notRead')}
        </option>
        {grades(variable).map(grade => (
          <option key={grade} value={grade}>
            {grade}
          </option>
        ))}
      </select>
    </td>
  );
}

function Row({ row, variables }: { row: ReadingRow; variables: Variables }) {
  const { t } = useTranslation();
  const cells = row.compartment ?? row.bones ?? [];
  return (
    <tr>
      <th scope="row">{t(`readings.${row.key}`)}</th>
      {cells.map((name, index) => (
        <Cell key={index} name={name} variables={variables} span={row.compartment ? 2 : 1} />
      ))}
    </tr>
  );
}

function WholeKnee({ variable }: { variable: ReadingVariable }) {
  const { t } = useTranslation();
  const value = useSession(state => state.readings[WHOLE_KNEE].value);
  const { setReading } = useActions();
  const notRead = { value: '', label: t('readings.notRead'), hint: t('readings.notReadLong') };
  return (
    <div className="xtm-row">
      <span className="xtm-label">{t('readings.kl')}</span>
      <Segmented
        label={variable.label}
        id={`reading-${WHOLE_KNEE}`}
        value={value === null ? '' : String(value)}
        onChange={chosen => setReading(WHOLE_KNEE, chosen === '' ? null : Number(chosen))}
        choices={[
          notRead,
          ...grades(variable).map(grade => ({ value: String(grade), label: String(grade) })),
        ]}
      />
    </div>
  );
}

/** The radiographic readings that the model takes, by compartment; each may stay unread. */
export function ReadingsSection() {
  const { t } = useTranslation();
  const model = useSession(state => state.model);
  const count = useSession(state => countRead(state.readings));
  const { clearReadings } = useActions();
  if (model.status !== 'ready') {
    return null;
  }
  const list = model.value.xray_to_mri.readings.variables;
  const variables: Variables = new Map(list.map(variable => [variable.name, variable]));
  const whole = variables.get(WHOLE_KNEE);
  const aside =
    count === 0 ? t('readings.none') : t('readings.count', { count, total: list.length });
  return (
    <Section id="readings" title={t('readings.title')} aside={aside}>
      {whole ? <WholeKnee variable={whole} /> : null}
      <table className="xtm-readings">
        <thead>
          <tr>
            <td />
            <th scope="colgroup" colSpan={2}>
              {t('readings.medial')}
            </th>
            <th scope="colgroup" colSpan={2}>
              {t('readings.lateral')}
            </th>
          </tr>
          <tr>
            <td />
            <th scope="col">{t('readings.femur')}</th>
            <th scope="col">{t('readings.tibia')}</th>
            <th scope="col">{t('readings.femur')}</th>
            <th scope="col">{t('readings.tibia')}</th>
          </tr>
        </thead>
        <tbody>
          {READING_ROWS.map(row => (
            <Row key={row.key} row={row} variables={variables} />
          ))}
        </tbody>
      </table>
      <div className="xtm-row">
        <p className="xtm-hint">{t('readings.hint')}</p>
        <Button look="ghost" id="clear-readings" disabled={count === 0} onClick={clearReadings}>
          {t('readings.clear')}
        </Button>
      </div>
    </Section>
  );
}
