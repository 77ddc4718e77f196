const UID = /^\d+(\.\d+)*$/;

/**
 * Whether the text is a DICOM UID (PS3.5, section 9.1): at most 64 characters, digits and single dots.
 * Such a text can't name a path outside a folder. Components with leading zeros, which the standard
 * forbids and real files contain, are let through.
 */
export const isUid = (text: string): boolean => text.length <= 64 && UID.test(text);
