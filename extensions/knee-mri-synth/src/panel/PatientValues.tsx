import { useTranslation } from 'react-i18next';
import type { PatientName, PatientValues as Values } from '../host';
import { useSession } from './SessionContext';
import { useNumber } from './useNumber';

/** Digits after the point. */
const DIGITS = { age_years: 0, height_m: 2, weight_kg: 0 } as const;

/** What the model takes of the person, as the attributes of the radiograph give it. */
export function PatientValues({ asked }: { asked: readonly PatientName[] }) {
  const { t } = useTranslation();
  const number = useNumber();
  const patient = useSession(({ radiograph }) =>
    radiograph.status === 'ready' ? radiograph.value.patient : undefined
  );
  const text = (name: PatientName, values: Values | undefined) => {
    if (name === 'sex') {
      return values?.sex ? t(`readings.patient.${values.sex}`) : t('readings.notReadLong');
    }
    const value = values?.[name] ?? null;
    return value === null
      ? t('readings.notReadLong')
      : t(`readings.patient.${name}`, { value: number(value, DIGITS[name]) });
  };
  if (asked.length === 0) {
    return null;
  }
  return (
    <dl className="xtm-patient" data-cy="xtm-patient">
      {asked.map(name => (
        <div key={name}>
          <dt>{t(`readings.patient.label.${name}`)}</dt>
          <dd>{text(name, patient)}</dd>
        </div>
      ))}
      <div>
        <dt className="xtm-hint">{t('readings.patient.from')}</dt>
        <dd>
          <span className="xtm-badge" title={t('readings.source.attribute')}>
            {t('readings.badge.attribute')}
          </span>
        </dd>
      </div>
    </dl>
  );
}
