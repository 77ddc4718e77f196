import type { Sentence } from '../src/host';

/** A sentence of no catalogue, which is said as it stands. */
export const sentence = (text: string): Sentence => ({ code: 'ofTheTest', values: {}, text });
