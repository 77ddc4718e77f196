import type { Sentence } from '@xray-to-mri/engine';

/** What the user is asked to confirm before images are stored. */
export interface SaveDescription {
  patient: string;
  study: string;
  series: string;
  target: string;
  images: number;
  /** How many of them are in the archive already. */
  stored: number;
}

/** How a save ended. */
export type SaveOutcome =
  | {
      state: 'saved';
      stored: number;
      /** Images whose pixels the archive gave back, the same as were sent; 0 where it gives none. */
      pixelsCompared: number;
      /** What could not be verified. */
      reasons: readonly Sentence[];
    }
  | PartlySaved
  | { state: 'failed'; reasons: readonly Sentence[] };

/** Some images are in the archive, or all of them but not all is well. */
export interface PartlySaved {
  state: 'partly-saved';
  stored: number;
  images: number;
  reasons: readonly Sentence[];
}
