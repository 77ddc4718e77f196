export { buildReport, type SyntheticReport } from './buildReport';
export { readReportedReadings, type ReportedReadings } from './readReadings';
export { reportedSeries } from './reportedSeries';
