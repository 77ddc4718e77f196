export { depthsBetween, evenDepths, evenSpacing } from './depths';
export { mirrorColumns } from './mirror';
export { montage, type GreyImage, type MontageOptions } from './montage';
export { VolumeStatistics } from './statistics';
export { toStored12Bit } from './toStored12Bit';
export type * from './types';
