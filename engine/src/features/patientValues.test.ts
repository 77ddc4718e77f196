import { askedOfPatient, encodePatient } from './patientValues';
import type { PatientValues } from './types';

const patient = {
  variables: [
    { name: 'age_years' as const, mean: 60, deviation: 10 },
    { name: 'sex' as const },
    { name: 'height_m' as const, mean: 1.7, deviation: 0.1 },
    { name: 'weight_kg' as const, mean: 80, deviation: 20 },
  ],
};
const KNOWN: PatientValues = { age_years: 45, sex: 'M', height_m: 1.8, weight_kg: 100 };

describe('what a model asks about the person', () => {
  it('follows the readings in the order of the bundle, two numbers each', () => {
    expect(askedOfPatient({ patient })).toEqual(['age_years', 'sex', 'height_m', 'weight_kg']);
    const code = [...encodePatient(KNOWN, { patient })];
    [-1.5, 1, 0, 1, 1, 1, 1, 1].forEach((value, i) => expect(code[i]).toBeCloseTo(value, 5));
  });

  it('tells what is not known from the mean, and a woman from a man', () => {
    const mean: PatientValues = { age_years: 60, sex: 'F', height_m: null, weight_kg: null };
    expect([...encodePatient(mean, { patient })]).toEqual([0, 1, 1, 0, 0, 0, 0, 0]);
    expect([...encodePatient(null, { patient })]).toEqual(Array(8).fill(0));
  });

  it('is nothing for a bundle that does not ask', () => {
    expect(encodePatient(KNOWN, {})).toHaveLength(0);
    expect(askedOfPatient({})).toEqual([]);
  });
});
