import { readFile } from 'node:fs/promises';
import { sha256Hex } from '../bundle';
import { decodeFilm } from '../codecs';
import { judgeFilm, randomUid, reorient, type DicomAttributes, type Reorientation } from '../dicom';
import type { Radiograph, Side } from '../radiograph';
import { textOf, type Sentence } from '../sentences';
import { CliError, EXIT } from './CliError';
import { namingFile, systemReason } from './ownErrors';
import type { SynthesizeOptions } from './parseOptions';
import { isPng, readPng } from './readPng';

/** Which file, and what a picture does not say of itself. */
export type InputOptions = Pick<
  SynthesizeOptions,
  'pixelSpacingMm' | 'patientId' | 'studyUid' | 'frame' | 'turnedOver'
> & {
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
  /** What the file says that somebody has to look at before it is used as a frontal view of a knee. */
  viewDoubt: Sentence | null;
  /** Whether the file says how the picture is turned. */
  orientationKnown: boolean;
  /** Which picture of the file, counted from 1. */
  frame: number;
  /** Whether the picture was turned over because an option says so. */
  turnedOver: boolean;
  /** Identity of what is made from it. */
  attributes: DicomAttributes;
  notes: string[];
}

const SEEN_FROM_BEHIND: Reorientation = {
  transposed: false,
  flippedHorizontally: true,
  flippedVertically: false,
  known: true,
};

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
  const { turnedOver } = options;
  if (isPng(bytes)) {
    if ((options.frame ?? 1) !== 1) {
      throw new CliError(EXIT.usage, '--frame is for DICOM; a PNG is one picture.');
    }
    const picture = await namingFile(options.radiograph, () => readPng(bytes));
    const spacing =
      options.pixelSpacingMm === null
        ? {}
        : { pixelSpacingMm: options.pixelSpacingMm, spacingSource: 'PixelSpacing' as const };
    return {
      kind: 'png',
      sha256,
      radiograph: {
        ...picture,
        ...(turnedOver ? reorient(picture, SEEN_FROM_BEHIND) : {}),
        ...spacing,
      },
      side: null,
      sideReason: 'A PNG does not say which knee it shows.',
      bothKnees: false,
      viewDoubt: null,
      orientationKnown: turnedOver,
      frame: 1,
      turnedOver,
      attributes: anonymousIdentity(options, sha256),
      notes: turnedOver ? ['The picture was turned over, left and right.'] : [],
    };
  }
  if (options.patientId !== null || options.studyUid !== null || options.pixelSpacingMm !== null) {
    throw new CliError(
      EXIT.usage,
      '--patient-id, --study-uid and --pixel-spacing are for PNG; a DICOM file has its own.'
    );
  }
  const { radiograph, side, laterality, reorientation, frame, attributes, notes } =
    await namingFile(options.radiograph, () =>
      decodeFilm(bytes, { turnedOver, ...(options.frame === null ? {} : { frame: options.frame }) })
    );
  const { doubtful, reason } = judgeFilm(attributes);
  return {
    kind: 'dicom',
    sha256,
    radiograph,
    side,
    sideReason: laterality.reason.text,
    bothKnees: laterality.side === 'both',
    viewDoubt: doubtful ? reason : null,
    orientationKnown: reorientation.known,
    frame,
    turnedOver,
    attributes,
    notes: notes.filter(note => note !== laterality.reason).map(textOf),
  };
}
