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

/** The knee that readings are wanted of; what is left out is not known. */
export interface KneeOfFile {
  side?: 'R' | 'L';
  /** What the OAI has under ID: the patient's. */
  id?: string;
}

/** Readings out of a file, and what in it ties them to the knee that they were wanted of. */
export interface FiledReadings {
  readings: Readings;
  /** Whether the file names the side; where it does not, somebody has to say that they are of this knee. */
  isSideSaid: boolean;
  /** Whether its ID is that of the patient, another one (or the patient's is not known), or not there. */
  person: 'same' | 'other' | 'unsaid';
}
