export { readRunRecord } from './readRunRecord';
export { recordAsText } from './recordText';
export { pixelsSha256, runRecord } from './runRecord';
export type { RunRecord } from './schema';
