import type { UserAuthenticationService } from './ohif';

function word(value: unknown): string {
  // A name's parts must not bring the signs that divide a DICOM name.
  return typeof value === 'string' ? value.replaceAll(/[\\^=\p{Cc}]/gu, ' ').trim() : '';
}

const LONGEST_NAME = 64;

/**
 * The name of the user who is logged in (PN, "Doe^Jane"), by the claims of OpenID Connect; undefined where
 * the viewer knows nobody.
 */
export function observerName(
  authentication: UserAuthenticationService | undefined
): string | undefined {
  const user = authentication?.getUser?.();
  const profile =
    typeof user === 'object' && user !== null && 'profile' in user ? user.profile : null;
  const claims = (profile ?? {}) as Record<string, unknown>;
  const [family, given] = [word(claims['family_name']), word(claims['given_name'])];
  const name = family || given ? `${family}^${given}` : word(claims['name']);
  return name !== '' && [...name].length <= LONGEST_NAME ? name : undefined;
}
