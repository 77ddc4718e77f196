import { patientFor, readPatientValues } from './patientValues';

const NOTHING = { age_years: null, sex: null, height_m: null, weight_kg: null };

describe('age, sex, size and weight', () => {
  it('are read from their attributes', () => {
    const attributes = {
      PatientAge: '063Y',
      PatientSex: 'F',
      PatientSize: '1.68',
      PatientWeight: '71.5',
    };
    expect(readPatientValues(attributes)).toEqual({
      age_years: 63,
      sex: 'F',
      height_m: 1.68,
      weight_kg: 71.5,
    });
  });

  it.each([
    [{ PatientAge: '018M' }, 1.5],
    [{ PatientBirthDate: '19560704', StudyDate: '20250104' }, 68.5],
    [{ PatientAge: 'old', PatientBirthDate: '1956' }, null],
  ])('give the age as %j', (attributes, years) => {
    const { age_years: age } = readPatientValues(attributes);
    if (years === null) expect(age).toBeNull();
    else expect(age).toBeCloseTo(years, 1);
  });

  it('are not known where the attributes are silent, or say what cannot be', () => {
    expect(readPatientValues({})).toEqual(NOTHING);
    // A size in centimetres, a weight of nothing, a sex that the model has no place for.
    const wrong = { PatientSize: '168', PatientWeight: '0', PatientSex: 'O', PatientAge: '999Y' };
    expect(readPatientValues(wrong)).toEqual(NOTHING);
  });

  it('are read for a model that asks for them alone, and only what it asks', () => {
    const attributes = { PatientAge: '063Y', PatientSex: 'F' };
    expect(patientFor({}, attributes)).toEqual({});
    const model = { patient: { variables: [{ name: 'sex' as const }] } };
    expect(patientFor(model, attributes)).toEqual({ patient: { ...NOTHING, sex: 'F' } });
  });
});
