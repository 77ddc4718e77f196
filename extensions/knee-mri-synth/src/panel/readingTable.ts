import type { ReadingName } from '../host';

/** A finding's readings by compartment; null where the OAI has no such variable. */
export interface ReadingRow {
  /** Key of the finding's name. */
  key: 'jointSpace' | 'osteophytes' | 'sclerosis' | 'cysts' | 'attrition' | 'chondrocalcinosis';
  /** One reading for the whole compartment: medial, lateral. */
  compartment?: readonly [ReadingName, ReadingName];
  /** Medial femur and tibia, lateral femur and tibia. */
  bones?: readonly [ReadingName | null, ReadingName | null, ReadingName | null, ReadingName | null];
}

/** All readings but the Kellgren-Lawrence grade, which is of the whole knee. */
export const READING_ROWS: readonly ReadingRow[] = [
  { key: 'jointSpace', compartment: ['XRJSM', 'XRJSL'] },
  { key: 'osteophytes', bones: ['XROSFM', 'XROSTM', 'XROSFL', 'XROSTL'] },
  { key: 'sclerosis', bones: ['XRSCFM', 'XRSCTM', 'XRSCFL', 'XRSCTL'] },
  { key: 'cysts', bones: ['XRCYFM', 'XRCYTM', 'XRCYFL', 'XRCYTL'] },
  { key: 'attrition', bones: [null, 'XRATTM', null, 'XRATTL'] },
  { key: 'chondrocalcinosis', compartment: ['XRCHM', 'XRCHL'] },
];

export const WHOLE_KNEE: ReadingName = 'XRKL';
