export { InstanceStore, type StoredInstance } from './instance-store';
export { StoreConflict, type ConflictReason } from './store-conflict';
export {
  INSTANCE_TAGS,
  SERIES_TAGS,
  STUDY_TAGS,
  type InstanceEntry,
  type SeriesEntry,
  type StudyEntry,
} from './study-index';
