export type { Fetch } from './fetchRequest';
export { findFilms, retrieveFilm, type StoredFilm } from './retrieveFilms';
export { findSeries, retrieveSeriesAttributes, type FoundSeries } from './retrieveSeries';
export { storeSeries } from './storeSeries';
export type { StorableSeries, StoreOutcome, StoreRequest } from './types';
