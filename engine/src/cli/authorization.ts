import { CliError, EXIT } from './CliError';
import type { CliContext } from './io';

/** The Authorization header from the environment, if credentials are there. */
export function authorization(environment: CliContext['environment']): Record<string, string> {
  const token = environment['XRAY_TO_MRI_DICOMWEB_TOKEN'];
  const user = environment['XRAY_TO_MRI_DICOMWEB_USER'];
  const password = environment['XRAY_TO_MRI_DICOMWEB_PASSWORD'];
  if (token) {
    return { Authorization: `Bearer ${token}` };
  }
  if (!user) {
    return {};
  }
  if (password === undefined) {
    throw new CliError(
      EXIT.usage,
      'XRAY_TO_MRI_DICOMWEB_USER is set, but XRAY_TO_MRI_DICOMWEB_PASSWORD is not.'
    );
  }
  const pair = Buffer.from(`${user}:${password}`, 'utf8').toString('base64');
  return { Authorization: `Basic ${pair}` };
}
