export {
  changesSince,
  compareRuns,
  REPEAT_TOLERANCE,
  repeatRequest,
  type RepeatFinding,
  type RepeatRequest,
} from './repeat';
export { readRunRecord } from './readRunRecord';
export { recordAsText } from './recordText';
export { pixelsSha256, runRecord } from './runRecord';
export type { RunRecord } from './schema';
