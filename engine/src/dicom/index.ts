export type { DicomAttributes } from './attributes';
export { asBytes } from './binary';
export {
  buildSyntheticSeries,
  type SyntheticInstance,
  type SyntheticSeries,
  type SyntheticSeriesRequest,
} from './buildSyntheticSeries';
export { DicomError, type DicomErrorCode } from './DicomError';
export { identityProblem } from './identity';
export { intensityOf, type Intensity } from './intensity';
export { judgeFilm, requireFrontalKneeRadiograph, type FilmFinding } from './judgeFilm';
export { findLaterality, type LateralityFinding } from './laterality';
export {
  regionOnStoredPicture,
  regionOnTurnedPicture,
  reorient,
  type Reorientation,
} from './orientation';
export { encapsulatedFrame } from './frames';
export { readPart10, type Part10 } from './part10';
export { isOwnReport, isOwnSynthesis } from './own';
export { NOT_FOR_DIAGNOSIS, PRODUCT } from './product';
export { patientFor, readPatientValues } from './patientValues';
export type { MeasuredWidth, Provenance, SeriesContent } from './provenance';
export {
  chooseFrame,
  readRadiographFile,
  readRadiographInstance,
  type FilmReading,
  type InstancePixels,
  type RadiographInstance,
} from './readRadiograph';
export {
  changesSince,
  compareRuns,
  pixelsSha256,
  readRunRecord,
  REPEAT_TOLERANCE,
  repeatRequest,
  type RepeatFinding,
  type RepeatRequest,
  type RunRecord,
} from './record';
export {
  readReportedReadings,
  reportedSeries,
  type ReportedReadings,
  type SyntheticReport,
} from './report';
export type { SeriesIdentity } from './seriesIdentity';
export type { SourceImage } from './sourceImage';
export {
  findFilms,
  findSeries,
  retrieveFilm,
  retrieveSeriesAttributes,
  type FoundSeries,
  type StoredFilm,
  storeSeries,
  type Fetch,
  type StorableSeries,
  type StoreOutcome,
  type StoreRequest,
} from './store';
export {
  compareWithStored,
  isWhole,
  pixelsOfSeries,
  readStoredSeries,
  whyNotCompleted,
  type StoredSeries,
} from './stored';
export { countFrames, describePixels, type PixelDescription } from './storedPixels';
export { codecOf, type Codec } from './transferSyntax';
export { randomUid, uidOfUuid, type UidSource } from './uid';
export { findView, type RadiographView, type ViewFinding } from './view';
