import { demoFilm, withAttributes, withFrames, type TestStudy } from './studies';

const STUDY = '2.25.27182818284590452353602874713526624977';
export const SERIES = `${STUDY}.1`;
const PATIENT = 'E2E-0002';
const X_RAY_RADIOFLUOROSCOPIC = '1.2.840.10008.5.1.4.1.1.12.2';

/** What makes a film one of a series of fluoroscopy, whose images the viewer puts into one stack. */
const fluoroscopy = (image: number) => ({
  SOPClassUID: X_RAY_RADIOFLUOROSCOPIC,
  Modality: 'RF',
  StudyInstanceUID: STUDY,
  SeriesInstanceUID: SERIES,
  SOPInstanceUID: imageUid(image),
  SeriesNumber: 1,
  InstanceNumber: image,
  PatientID: PATIENT,
  PatientName: 'SIMULATED^Stack',
  PatientSex: 'O',
  StudyDescription: 'SIMULATED knee',
});

const LATERAL = { ViewPosition: 'LL', ViewCodeSequence: undefined };
/** The viewer takes one of MONOCHROME1 and 2 for a whole stack. */
const BONE_DARK = { PhotometricInterpretation: 'MONOCHROME2', PresentationLUTShape: 'IDENTITY' };
const SILENT = { ViewPosition: undefined, ViewCodeSequence: undefined };

export function imageUid(image: number): string {
  return `${SERIES}.${image}`;
}

const studyOf = (files: Uint8Array[]): TestStudy => ({
  studyInstanceUID: STUDY,
  patientID: PATIENT,
  files,
});

/**
 * A study of one series of three single images: a lateral one with pixels of another number and size, the
 * frontal film of a right knee, and a left knee whose attributes do not say from where it was taken.
 */
export async function stackStudy(): Promise<TestStudy> {
  const [both, right, left] = await Promise.all([
    demoFilm('SIM-0005'),
    demoFilm('SIM-0001'),
    demoFilm('SIM-0004'),
  ]);
  const stack = { SeriesDescription: 'SIMULATED fluoroscopy' };
  return studyOf([
    withAttributes(both, { ...fluoroscopy(1), ...stack, ...LATERAL, ...BONE_DARK }),
    withAttributes(right, { ...fluoroscopy(2), ...stack }),
    withAttributes(left, { ...fluoroscopy(3), ...stack, ...SILENT }),
  ]);
}

/** A study of one image of two frames, a left knee and a right one, whose attributes name no side. */
export async function framesStudy(): Promise<TestStudy> {
  const left = await demoFilm('SIM-0004');
  const film = withFrames([left, await demoFilm('SIM-0001')]);
  return studyOf([
    withAttributes(film, {
      ...fluoroscopy(1),
      ImageLaterality: undefined,
      SeriesDescription: 'SIMULATED frames',
    }),
  ]);
}

/** A study of one long series, whose attributes do not say which of its images is frontal. */
export async function longStackStudy(images: number): Promise<TestStudy> {
  const film = await demoFilm('SIM-0001');
  return studyOf(
    Array.from({ length: images }, (_, index) =>
      withAttributes(film, {
        ...fluoroscopy(index + 1),
        ...SILENT,
        SeriesDescription: 'SIMULATED run',
      })
    )
  );
}
