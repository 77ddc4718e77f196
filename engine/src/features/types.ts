import type { READINGS } from './variables';

/** OAI's names of the radiographic readings that the networks are conditioned on. */
export type ReadingName = (typeof READINGS)[number]['name'];

/** Where a reading comes from. */
export type ReadingSource =
  | 'typed'
  | 'report'
  | 'file'
  | 'attribute'
  | 'measured'
  /** Proposed by the model's grader and accepted by a person. */
  | 'suggested';

/** One reading: `value` and `source` are null where the variable was not read. */
export interface Reading {
  value: number | null;
  source: ReadingSource | null;
}

/** What a model may ask about the person beside the readings. */
export interface PatientValues {
  age_years: number | null;
  sex: 'F' | 'M' | null;
  height_m: number | null;
  weight_kg: number | null;
}

/** The names of these. */
export type PatientName = keyof PatientValues;

/** All readings of one knee. */
export type Readings = Record<ReadingName, Reading>;
