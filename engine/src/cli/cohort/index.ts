export { synthesizeCohort, type CohortJson } from './synthesizeCohort';
