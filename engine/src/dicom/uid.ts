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

/** A new random UID. Works in insecure contexts too, where `crypto.randomUUID` does not exist. */
export const randomUid: UidSource = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  // Version 4, variant 1 of RFC 9562.
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return uidOfUuid(bytes);
};
