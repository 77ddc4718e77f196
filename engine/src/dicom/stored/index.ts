export { compareWithStored, pixelsOfSeries } from './compareWithStored';
export { whyNotCompleted } from './completion';
export { isWhole, readStoredSeries, type StoredSeries } from './storedSeries';
