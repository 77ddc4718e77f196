/** The bytes of an ArrayBuffer (of any realm) or of a view on one; null for anything else. */
export function asBytes(value: unknown): Uint8Array | null {
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  return Object.prototype.toString.call(value) === '[object ArrayBuffer]'
    ? new Uint8Array(value as ArrayBuffer)
    : null;
}

/**
 * The bytes of a binary value as a file or DICOM JSON has it: itself, alone in a list, or in Base64 under
 * InlineBinary; null for anything else, such as a reference to data that stayed on the server.
 */
export function binaryValue(value: unknown): Uint8Array | null {
  const [first = null]: unknown[] = Array.isArray(value) ? value : [value];
  const inline: unknown =
    typeof first === 'object' && first !== null ? Reflect.get(first, 'InlineBinary') : null;
  if (typeof inline !== 'string') {
    return asBytes(first);
  }
  try {
    return Uint8Array.from(atob(inline), character => character.charCodeAt(0));
  } catch {
    return null;
  }
}
