export { measureJointSpace, WINDOW_MM } from './measureJointSpace';
export type * from './types';
