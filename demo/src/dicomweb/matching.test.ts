import type { DicomJson } from '../dicom';
import { matchesValue } from './matching';

const DATASET: DicomJson = {
  '00080020': { vr: 'DA', Value: ['20250106'] },
  '00080030': { vr: 'TM', Value: ['101500.25'] },
  '00080061': { vr: 'CS', Value: ['DX', 'MR'] },
  '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Müller^Eva', Ideographic: '木^花' }] },
  '00100020': { vr: 'LO', Value: ['A.1(2)'] },
  '00100030': { vr: 'DA' },
};

// PS3.4, C.2.2.2: single value, list, wildcard and range matching.
test.each([
  ['00100010', 'müller*', true],
  ['00100010', '*eva*', true],
  ['00100010', 'm?ller^eva*', true],
  ['00100010', 'eva', false],
  ['00100010', '*木*', true],
  ['00100020', 'A.1(2)', true],
  ['00100020', 'A.1*', true],
  ['00100020', 'AX1(2)', false],
  ['00100020', 'A?1(2)', true],
  ['00080061', 'MR', true],
  ['00080061', 'CT\\MR', true],
  ['00080061', 'CT,MR', true],
  ['00080061', 'CT', false],
  ['00080020', '20250106', true],
  ['00080020', '20250101-20250131', true],
  ['00080020', '20250107-', false],
  ['00080020', '-20250106', true],
  ['00080020', '-20250105', false],
  ['00080030', '1015-1016', true],
  ['00080030', '101501-', false],
  ['00100030', '19000101-', false],
  ['00081030', 'anything', false],
])('attribute %s matches %s: %p', (tag, wanted, expected) => {
  expect(matchesValue(DATASET, tag, wanted)).toBe(expected);
});
