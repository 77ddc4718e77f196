import { sha256 } from '@noble/hashes/sha2.js';

/** A function that gives a new UID at every call; tests pass one that repeats itself. */
export type UidSource = () => string;

/** Root-less UID of a UUID: "2.25." and the UUID as a decimal number (PS3.5 B.2). */
export function uidOfUuid(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes.subarray(0, 16)) {
    value = (value << 8n) | BigInt(byte);
  }
  return `2.25.${value}`;
}

/** Sets version and variant of RFC 9562 in the bytes of a UUID. */
function asUuid(bytes: Uint8Array, version: number): Uint8Array {
  const uuid = bytes.slice(0, 16);
  uuid[6] = ((uuid[6] ?? 0) & 0x0f) | (version << 4);
  uuid[8] = ((uuid[8] ?? 0) & 0x3f) | 0x80;
  return uuid;
}

/** A new random UID. Works in insecure contexts too, where `crypto.randomUUID` does not exist. */
export const randomUid: UidSource = () =>
  uidOfUuid(asUuid(crypto.getRandomValues(new Uint8Array(16)), 4));

/**
 * The UID of something that belongs to what another UID names: always the same one for the same name, so
 * that nobody has to remember it. UUID of version 8 from the SHA-256 of both.
 */
export function derivedUid(uid: string, name: string): string {
  return uidOfUuid(asUuid(sha256(new TextEncoder().encode(`${uid}/${name}`)), 8));
}
