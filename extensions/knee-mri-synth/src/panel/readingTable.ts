import type { ReadingName } from '../host';

/** Findings that are read in a part of a compartment. */
export type Finding =
  'jointSpace' | 'osteophytes' | 'sclerosis' | 'cysts' | 'attrition' | 'chondrocalcinosis';

/** A part of the knee with what is read there. */
export interface KneePart {
  key: 'femur' | 'joint' | 'tibia';
  readings: readonly { name: ReadingName; finding: Finding }[];
}

export interface Compartment {
  key: 'medial' | 'lateral';
  parts: readonly KneePart[];
}

/** All readings but the Kellgren-Lawrence grade, which is of the whole knee, in the order of the Tab key. */
export const COMPARTMENTS: readonly Compartment[] = [
  {
    key: 'medial',
    parts: [
      {
        key: 'femur',
        readings: [
          { name: 'XROSFM', finding: 'osteophytes' },
          { name: 'XRSCFM', finding: 'sclerosis' },
          { name: 'XRCYFM', finding: 'cysts' },
        ],
      },
      {
        key: 'joint',
        readings: [
          { name: 'XRJSM', finding: 'jointSpace' },
          { name: 'XRCHM', finding: 'chondrocalcinosis' },
        ],
      },
      {
        key: 'tibia',
        readings: [
          { name: 'XROSTM', finding: 'osteophytes' },
          { name: 'XRSCTM', finding: 'sclerosis' },
          { name: 'XRCYTM', finding: 'cysts' },
          { name: 'XRATTM', finding: 'attrition' },
        ],
      },
    ],
  },
  {
    key: 'lateral',
    parts: [
      {
        key: 'femur',
        readings: [
          { name: 'XROSFL', finding: 'osteophytes' },
          { name: 'XRSCFL', finding: 'sclerosis' },
          { name: 'XRCYFL', finding: 'cysts' },
        ],
      },
      {
        key: 'joint',
        readings: [
          { name: 'XRJSL', finding: 'jointSpace' },
          { name: 'XRCHL', finding: 'chondrocalcinosis' },
        ],
      },
      {
        key: 'tibia',
        readings: [
          { name: 'XROSTL', finding: 'osteophytes' },
          { name: 'XRSCTL', finding: 'sclerosis' },
          { name: 'XRCYTL', finding: 'cysts' },
          { name: 'XRATTL', finding: 'attrition' },
        ],
      },
    ],
  },
];

export const WHOLE_KNEE: ReadingName = 'XRKL';
