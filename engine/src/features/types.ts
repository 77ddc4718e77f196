import type { READINGS } from './variables';

/** OAI's names of the radiographic readings that the networks are conditioned on. */
export type ReadingName = (typeof READINGS)[number]['name'];

/** Where a reading comes from. */
export type ReadingSource = 'typed' | 'report' | 'file' | 'attribute' | 'measured';

/** One reading: `value` and `source` are null where the variable was not read. */
export interface Reading {
  value: number | null;
  source: ReadingSource | null;
}

/** All readings of one knee. */
export type Readings = Record<ReadingName, Reading>;
