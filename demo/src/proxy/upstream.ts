/** A PACS's DICOMweb service and what it wants to know. */
export interface Upstream {
  /** Without a slash at its end. */
  url: URL;
  /** The Authorization header, or null. */
  authorization: string | null;
}

export const USER_VARIABLE = 'XRAY_TO_MRI_DICOMWEB_USER';
export const PASSWORD_VARIABLE = 'XRAY_TO_MRI_DICOMWEB_PASSWORD';
export const TOKEN_VARIABLE = 'XRAY_TO_MRI_DICOMWEB_TOKEN';

function authorizationFrom(
  environment: Readonly<Record<string, string | undefined>>
): string | null {
  const token = environment[TOKEN_VARIABLE];
  const user = environment[USER_VARIABLE];
  const password = environment[PASSWORD_VARIABLE];
  if (token) return `Bearer ${token}`;
  if (user === undefined && password === undefined) return null;
  if (!user || password === undefined) {
    throw new RangeError(`Set both ${USER_VARIABLE} and ${PASSWORD_VARIABLE}, or neither.`);
  }
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/**
 * Reads the address of a PACS, and its credentials from the environment.
 * @throws RangeError with what to do, if the address or the credentials can't be used.
 */
export function readUpstream(
  address: string,
  environment: Readonly<Record<string, string | undefined>>
): Upstream {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new RangeError(
      'The address of a PACS is its DICOMweb root, such as https://pacs.example/dicom-web.'
    );
  }
  if (url.username || url.password) {
    throw new RangeError(
      `Credentials belong in ${USER_VARIABLE} and ${PASSWORD_VARIABLE}, or ${TOKEN_VARIABLE}, not in the address.`
    );
  }
  if (url.search || url.hash) {
    throw new RangeError('The address of a PACS has neither "?" nor "#".');
  }
  url.pathname = url.pathname.replace(/\/+$/, '');
  return { url, authorization: authorizationFrom(environment) };
}
