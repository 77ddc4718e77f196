/** Why an instance that is sound in itself can't be stored beside what is there. */
export type ConflictReason = 'other-content' | 'other-patient' | 'other-parent';

/** An instance that contradicts what is stored. The message holds no patient data. */
export class StoreConflict extends Error {
  constructor(
    readonly reason: ConflictReason,
    message: string
  ) {
    super(message);
    this.name = 'StoreConflict';
  }
}
