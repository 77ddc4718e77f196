export { RadiographError } from './RadiographError';
export type * from './types';
