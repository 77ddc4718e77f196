import metadata from '../../../test/fixtures/tiny-bundle/configs/metadata.json';
import { parseBundleMetadata } from '../bundle';
import {
  encodeReadings,
  notRead,
  parseReadingsJson,
  READINGS,
  READING_NAMES,
  ReadingsError,
} from '.';

const spec = parseBundleMetadata(metadata).xray_to_mri.readings;

/** Places of the ones. */
function ones(code: Float32Array): number[] {
  return [...code.entries()].filter(([, value]) => value === 1).map(([i]) => i);
}

describe('the readings', () => {
  it('are those of the bundle, in its order', () => {
    expect(spec.variables.map(({ name, min, max }) => ({ name, min, max }))).toEqual(
      READINGS.map(({ name, min, max }) => ({ name, min, max }))
    );
  });

  it('take 84 places, of which the last of each variable means "not read"', () => {
    // Lengths with "not read": 6, 2 x 5, 4 x 5, 4 x 5, 4 x 3, 2 x 5, 2 x 3.
    const lengths = [6, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 3, 3, 3, 3, 5, 5, 3, 3];
    const ends = lengths.map((_, i) => lengths.slice(0, i + 1).reduce((a, b) => a + b) - 1);
    const code = encodeReadings(notRead(), spec);
    expect(code).toHaveLength(84);
    expect(ones(code)).toEqual(ends);
  });

  it('put a grade at its place', () => {
    const readings = parseReadingsJson('{"XRKL": 3, "XRJSM": 0, "XRCHL": 1}');
    // XRKL begins at 0, XRJSM at 6, XRCHL at 81; each other variable keeps "not read".
    const code = encodeReadings(readings, spec);
    expect(ones(code)).toEqual(expect.arrayContaining([3, 6, 82]));
    expect(ones(code)).toHaveLength(19);
  });

  it('refuse a grade outside the range', () => {
    const readings = { ...notRead(), XRKL: { value: 5, source: 'typed' as const } };
    expect(() => encodeReadings(readings, spec)).toThrow(/XRKL must be a whole number from 0 to 4/);
  });
});

describe('readings in JSON', () => {
  it("take OAI's names with and without the visit's prefix", () => {
    const readings = parseReadingsJson(
      '{"V00XRKL": 2, "XRJSM": {"value": 1, "source": "report"}, "XRJSL": null}'
    );
    expect(readings.XRKL).toEqual({ value: 2, source: 'typed' });
    expect(readings.XRJSM).toEqual({ value: 1, source: 'report' });
    expect(readings.XRJSL).toEqual({ value: null, source: null });
    expect(Object.keys(readings)).toEqual(READING_NAMES);
  });

  it.each([
    ['text that is not JSON', '{"XRKL": 2', /not valid JSON/],
    ['a list', '[2, 1]', /one JSON object/],
    ['an unknown name', '{"KL": 2}', /KL is not one of XRKL/],
    ['a grade that is not whole', '{"XRKL": 1.5}', /XRKL must be a whole number from 0 to 4/],
    ['a grade as text', '{"XRKL": "2"}', /XRKL must be a grade/],
    ['one variable twice', '{"XRKL": 2, "V00XRKL": 2}', /XRKL is given twice/],
    ['different visits', '{"V00XRKL": 2, "V03XRJSM": 1}', /several visits \(V00, V03\)/],
    ['a blank', '{"XRKL": ""}', /XRKL must be a grade/],
    ['two faults', '{"KL": 2, "XRJSM": 9}', /KL is not .*; XRJSM must be/],
  ])('refuse %s', (_, text, message) => {
    expect(() => parseReadingsJson(text)).toThrow(ReadingsError);
    expect(() => parseReadingsJson(text)).toThrow(message);
  });
});
