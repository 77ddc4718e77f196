import { attributeProblem, validateAttributes } from './validate';

// Limits of PS3.5 table 6.2-1, at and one beyond each.
it.each([
  ['PatientID', 'x'.repeat(64), null],
  ['PatientID', 'x'.repeat(65), /longer than 64/],
  ['PatientID', 'a\\b', /characters/],
  ['PatientID', 'a\nb', /characters/],
  ['PatientID', '\ud800', /characters/],
  ['PatientID', '😀'.repeat(64), null],
  ['StudyID', 'x'.repeat(17), /longer than 16/],
  ['Modality', 'mr', /code of capital letters/],
  ['Rows', 65535, null],
  ['Rows', 70000, /0 to 65535/],
  ['InstanceNumber', 1.5, /whole number/],
  ['InstanceNumber', '12', null],
  ['SliceThickness', '1.234567890123456', /decimal/],
  ['SliceThickness', '-1.5e-3', null],
  ['SliceThickness', Number.NaN, /decimal/],
  ['StudyDate', '20240230', null],
  ['StudyDate', '20241301', /date/],
  ['StudyDate', '00010101', null],
  ['StudyTime', '235960', null],
  ['StudyTime', '24', /time/],
  ['StudyInstanceUID', '1.2.03', /UID/],
  ['StudyInstanceUID', `1.${'2'.repeat(63)}`, /longer than 64/],
  ['PatientName', [{ Alphabetic: 'x'.repeat(65) }], /longer than 64/],
  ['PatientName', [{ Alphabetic: 'a', Ideographic: '山' }], null],
  ['ImageComments', 'line\nline', null],
  ['PixelData', 'text', /binary/],
  ['PatientSex', ['M', 'F'], /several values/],
  ['NoSuchKeyword', 'x', /dictionary/],
])('%s %j', (keyword, value, problem) => {
  const found = attributeProblem(keyword, value);
  if (problem === null) {
    expect(found).toBeNull();
  } else {
    expect(found?.text).toMatch(problem);
  }
});

it('looks into sequences and names the place, not the value', () => {
  const validate = () =>
    validateAttributes({ SourceImageSequence: [{ ReferencedSOPInstanceUID: 'secret' }] });
  expect(validate).toThrow(/SourceImageSequence\.ReferencedSOPInstanceUID is not a UID/);
  expect(validate).not.toThrow(/secret/);
});
