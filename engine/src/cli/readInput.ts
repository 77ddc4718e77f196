import { readFile } from 'node:fs/promises';
import { sha256Hex } from '../bundle';
import { randomUid, readRadiographFile, type DicomAttributes } from '../dicom';
import type { Radiograph, Side } from '../radiograph';
import { CliError, EXIT } from './CliError';
import { namingFile, systemReason } from './ownErrors';
import type { SynthesizeOptions } from './parseOptions';
import { isPng, readPng } from './readPng';

/** Which file, and what a picture does not say of itself. */
export type InputOptions = Pick<SynthesizeOptions, 'pixelSpacingMm' | 'patientId' | 'studyUid'> & {
  /** The file's path; or what a radiograph that is no file is called. */
  radiograph: string;
};

/** A radiograph from a file, with what the file says about it. */
export interface Input {
  kind: 'dicom' | 'png';
  /** Of the file. */
  sha256: string;
  radiograph: Radiograph;
  /** The one knee that the file names. */
  side: Side | null;
  /** Why no single knee is named. */
  sideReason: string;
  bothKnees: boolean;
  /** Whether the file says how the picture is turned. */
  orientationKnown: boolean;
  /** Identity of what is made from it. */
  attributes: DicomAttributes;
  notes: string[];
}

/** @throws {CliError} that names the file */
export async function readBytes(path: string, what: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const reason = systemReason(cause) ?? 'check its name and your rights';
    throw new CliError(EXIT.input, `The ${what} ${path} cannot be read: ${reason}.`, { cause });
  }
}

/** A research identity for a picture that has none; it says what it is. */
function anonymousIdentity(options: InputOptions, sha256: string): DicomAttributes {
  return {
    PatientName: 'Anonymous^Synthetic',
    PatientID: options.patientId ?? `ANON-${sha256.slice(0, 12).toUpperCase()}`,
    StudyInstanceUID: options.studyUid ?? randomUid(),
    StudyDescription: 'SYNTHETIC MRI from a picture without identity',
  };
}

/**
 * Reads a radiograph from a DICOM file or a PNG.
 * @throws {CliError} that names the file
 */
export async function readInput(options: InputOptions): Promise<Input> {
  return readInputBytes(await readBytes(options.radiograph, 'radiograph'), options);
}

/**
 * Reads a radiograph from the bytes of a DICOM file or a PNG.
 * @throws {CliError} that names it
 */
export async function readInputBytes(bytes: Uint8Array, options: InputOptions): Promise<Input> {
  const sha256 = sha256Hex(bytes);
  if (isPng(bytes)) {
    const spacing =
      options.pixelSpacingMm === null
        ? {}
        : { pixelSpacingMm: options.pixelSpacingMm, spacingSource: 'PixelSpacing' as const };
    return {
      kind: 'png',
      sha256,
      radiograph: { ...(await namingFile(options.radiograph, () => readPng(bytes))), ...spacing },
      side: null,
      sideReason: 'A PNG does not say which knee it shows.',
      bothKnees: false,
      orientationKnown: false,
      attributes: anonymousIdentity(options, sha256),
      notes: [],
    };
  }
  if (options.patientId !== null || options.studyUid !== null || options.pixelSpacingMm !== null) {
    throw new CliError(
      EXIT.usage,
      '--patient-id, --study-uid and --pixel-spacing are for PNG; a DICOM file has its own.'
    );
  }
  const { radiograph, side, laterality, reorientation, attributes, notes } = await namingFile(
    options.radiograph,
    () => readRadiographFile(bytes)
  );
  return {
    kind: 'dicom',
    sha256,
    radiograph,
    side,
    sideReason: laterality.reason,
    bothKnees: laterality.side === 'both',
    orientationKnown: reorientation.known,
    attributes,
    notes: notes.filter(note => note !== laterality.reason),
  };
}
