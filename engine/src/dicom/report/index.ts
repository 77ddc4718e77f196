export { buildReport, type SyntheticReport } from './buildReport';
export { reportedSeries } from './reportedSeries';
