import { acceptsParts, acceptsType, parseAccept, parseMediaType } from './media-type';

const EXPLICIT = '1.2.840.10008.1.2.1';
const JPEG_LS = '1.2.840.10008.1.2.4.80';

test('reads quoted and plain parameters', () => {
  expect(parseMediaType('Multipart/Related; type="application/dicom"; boundary=b')).toEqual({
    type: 'multipart/related',
    parameters: { type: 'application/dicom', boundary: 'b' },
  });
});

test('puts the preferred media types first and drops refused ones', () => {
  const types = parseAccept('text/html;q=0.2, image/png;q=0, application/dicom+json').map(
    ({ type }) => type
  );
  expect(types).toEqual(['application/dicom+json', 'text/html']);
});

test.each([
  [undefined, true],
  ['*/*', true],
  ['application/*', true],
  ['application/json', false],
  ['image/png, application/dicom+json', true],
])('Accept %p lets DICOM JSON through: %p', (header, expected) => {
  expect(acceptsType(parseAccept(header), 'application/dicom+json')).toBe(expected);
});

// PS3.18, section 8.7.5: without a transfer-syntax parameter the default one is meant, "*" is any.
test.each([
  ['multipart/related; type="application/dicom"', EXPLICIT, true],
  ['multipart/related; type="application/dicom"', JPEG_LS, false],
  ['multipart/related; type="application/dicom"; transfer-syntax=*', JPEG_LS, true],
  [`multipart/related; type="application/dicom"; transfer-syntax=${JPEG_LS}`, JPEG_LS, true],
  ['multipart/related; type=application/octet-stream', EXPLICIT, false],
  ['application/dicom', EXPLICIT, false],
  ['*/*', JPEG_LS, true],
])('Accept %p takes parts in %s: %p', (header, transferSyntax, expected) => {
  const accepted = parseAccept(header);
  expect(acceptsParts(accepted, 'application/dicom', transferSyntax, EXPLICIT)).toBe(expected);
});
