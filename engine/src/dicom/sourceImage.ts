import { number, text, type DicomAttributes } from './attributes';

/** References to the image that something was made from. */
export interface SourceImage {
  studyInstanceUID: string | null;
  seriesInstanceUID: string | null;
  sopInstanceUID: string | null;
  sopClassUID: string | null;
  /** How many pictures the image holds. */
  frames: number;
}

/** The UIDs by which an instance is referred to. */
export function sourceImage(attributes: DicomAttributes): SourceImage {
  return {
    studyInstanceUID: text(attributes, 'StudyInstanceUID'),
    seriesInstanceUID: text(attributes, 'SeriesInstanceUID'),
    sopInstanceUID: text(attributes, 'SOPInstanceUID'),
    sopClassUID: text(attributes, 'SOPClassUID'),
    frames: number(attributes, 'NumberOfFrames') ?? 1,
  };
}
