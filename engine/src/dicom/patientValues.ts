import { askedOfPatient, type PatientName, type PatientValues } from '../features';
import type { NetworkBundle } from '../bundle';
import { text, type DicomAttributes } from './attributes';

const DAYS_A_YEAR = 365.2425;
const MS_A_DAY = 86_400_000;
/** What a living person can have; what lies outside is an error in the attributes. */
const POSSIBLE: Record<Exclude<PatientName, 'sex'>, readonly [number, number]> = {
  age_years: [0, 120],
  height_m: [0.4, 2.6],
  weight_kg: [1, 500],
};
/** How many of the units of an age string (VR AS) a year has. */
const A_YEAR = { D: DAYS_A_YEAR, W: DAYS_A_YEAR / 7, M: 12, Y: 1 } as const;

function dayOf(attributes: DicomAttributes, keyword: string): number | null {
  const [, year, month, day] =
    /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(text(attributes, keyword) ?? '') ?? [];
  if (year === undefined) return null;
  return Date.UTC(Number(year), Number(month) - 1, Number(day)) / MS_A_DAY;
}

/** The age as it stands, or on the day of the study. */
function ageYears(attributes: DicomAttributes): number | null {
  const [, count, unit] = /^(\d{3})([DWMY])$/.exec(text(attributes, 'PatientAge') ?? '') ?? [];
  if (count !== undefined) return Number(count) / A_YEAR[unit as keyof typeof A_YEAR];
  const [born, taken] = [dayOf(attributes, 'PatientBirthDate'), dayOf(attributes, 'StudyDate')];
  return born === null || taken === null ? null : (taken - born) / DAYS_A_YEAR;
}

function numberOf(attributes: DicomAttributes, keyword: string): number | null {
  const value = text(attributes, keyword);
  return value === null || value === '' ? null : Number(value);
}

function possible(name: keyof typeof POSSIBLE, value: number | null): number | null {
  const [least, most] = POSSIBLE[name];
  return value !== null && value >= least && value <= most ? value : null;
}

/** Age, sex, size and weight as the attributes of an image give them; null where they are silent. */
export function readPatientValues(attributes: DicomAttributes): PatientValues {
  const sex = text(attributes, 'PatientSex');
  return {
    age_years: possible('age_years', ageYears(attributes)),
    sex: sex === 'F' || sex === 'M' ? sex : null,
    height_m: possible('height_m', numberOf(attributes, 'PatientSize')),
    weight_kg: possible('weight_kg', numberOf(attributes, 'PatientWeight')),
  };
}

/**
 * What a model asks about the person, from the attributes of the radiograph; nothing is read for a model
 * that does not ask.
 */
export function patientFor(
  model: Pick<NetworkBundle, 'patient'>,
  attributes: DicomAttributes
): { patient?: PatientValues } {
  const asked = new Set<string>(askedOfPatient(model));
  if (asked.size === 0) return {};
  const { age_years, sex, height_m, weight_kg } = readPatientValues(attributes);
  const given = <Value>(name: PatientName, value: Value) => (asked.has(name) ? value : null);
  return {
    patient: {
      age_years: given('age_years', age_years),
      sex: given('sex', sex),
      height_m: given('height_m', height_m),
      weight_kg: given('weight_kg', weight_kg),
    },
  };
}
