export type { Fetch } from './fetchRequest';
export { storeSeries } from './storeSeries';
export type { StorableSeries, StoreOutcome, StoreRequest } from './types';
