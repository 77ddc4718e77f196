export type { DicomAttributes } from './attributes';
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
export { regionOnStoredPicture, regionOnTurnedPicture, type Reorientation } from './orientation';
export { readPart10, type Part10 } from './part10';
export { isOwnReport, isOwnSynthesis } from './own';
export { NOT_FOR_DIAGNOSIS, PRODUCT } from './product';
export { patientFor, readPatientValues } from './patientValues';
export type { MeasuredWidth, Provenance, SeriesContent } from './provenance';
export {
  readRadiographFile,
  readRadiographInstance,
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
export type { SourceImage } from './sourceImage';
export {
  findFilms,
  retrieveFilm,
  type StoredFilm,
  storeSeries,
  type Fetch,
  type StorableSeries,
  type StoreOutcome,
  type StoreRequest,
} from './store';
export { randomUid, uidOfUuid, type UidSource } from './uid';
export { findView, type RadiographView, type ViewFinding } from './view';
