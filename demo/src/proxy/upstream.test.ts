import { readUpstream } from './upstream';

const PACS = 'https://pacs.example/dicom-web/';

test('takes credentials from the environment', () => {
  const basic = {
    XRAY_TO_MRI_DICOMWEB_USER: 'Aladdin',
    XRAY_TO_MRI_DICOMWEB_PASSWORD: 'open sesame',
  };
  // The example of RFC 7617, section 2.
  expect(readUpstream(PACS, basic).authorization).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==');
  const token = { XRAY_TO_MRI_DICOMWEB_TOKEN: 'abc' };
  expect(readUpstream(PACS, token).authorization).toBe('Bearer abc');
  expect(readUpstream(PACS, {}).authorization).toBeNull();
});

test.each([
  ['a relative address', '/dicom-web', {}],
  ['another protocol', 'file:///etc', {}],
  ['credentials in the address', 'https://user:secret@pacs.example/', {}],
  ['a query', 'https://pacs.example/?a=b', {}],
  ['a user without a password', PACS, { XRAY_TO_MRI_DICOMWEB_USER: 'u' }],
])('refuses %s without repeating it', (_, address, environment) => {
  expect(() => readUpstream(address, environment)).toThrow(RangeError);
  expect(() => readUpstream(address, environment)).not.toThrow(/secret/);
});
