export type * from './types';
export { READING_NAMES } from './variables';
