/** dicom-character-set brings no types; this is what is used of it. */
declare module 'dicom-character-set' {
  /** The text of bytes in one or several character sets, as Specific Character Set names them. */
  export function convertBytes(
    specificCharacterSet: string,
    bytes: Uint8Array,
    options?: { vr?: string }
  ): string;
}
