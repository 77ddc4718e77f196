import { codes, text, type DicomAttributes } from './attributes';

/** What part of the body a film shows; `leg` is the whole leg, on which the knee is small. */
export type BodyPart = 'knee' | 'leg' | 'other';

/** Which part of the body a film shows, as far as its attributes say. */
export interface BodyPartFinding {
  part: BodyPart | null;
  /** The word that says so, lower case; empty where none does. */
  word: string;
  /** The attribute that says so. */
  source: string;
  /** Whether it stands in a code or code string, not only in a description. */
  coded: boolean;
  /** The attribute that names the knee where this one names another part; null where none does. */
  contradictedBy: string | null;
}

const WORDS: [BodyPart, RegExp][] = [
  [
    'leg',
    /\b(long[ -]?leg|full[ -]?leg|full[ -]?length|whole[ -]?leg|lower limb|hip[ -]?(to[ -]?)?(knee[ -]?)?ankle|hka|ganzbein\w*|scanogram|orthoroentgenogram|leg length)\b/i,
  ],
  ['knee', /knee|genou|knie|ginocchi|rodilla|patell/i],
  [
    'other',
    /\b(chest|thorax|abdomen|pelvis|hip|ankle|foot|hand|wrist|elbow|shoulder|skull|head|[ctl]?-?spine|breast)\b/i,
  ],
];

/** Names a whole leg, or just where the knee is. */
const LIMB = 'lower limb';

/** The study's description comes last: a study may be of several parts. */
const DESCRIPTIONS = ['SeriesDescription', 'ProtocolName', 'StudyDescription'];

function inWords(source: string, words: string, coded: boolean): BodyPartFinding | null {
  for (const [part, pattern] of WORDS) {
    const word = pattern.exec(words.replaceAll('_', ' '))?.[0];
    if (word !== undefined) {
      return { part, word: word.toLowerCase(), source, coded, contradictedBy: null };
    }
  }
  return null;
}

/**
 * The part of the body: from whatever speaks of a whole leg, otherwise from BodyPartExamined,
 * AnatomicRegionSequence and the descriptions, in this order. Where the image itself is said to be of the
 * knee, neither the lower limb, which a knee is part of, nor a leg in the study's description is more.
 */
export function findBodyPart(attributes: DicomAttributes): BodyPartFinding {
  const region = codes(attributes, 'AnatomicRegionSequence').map(({ meaning }) => meaning);
  const all = [
    inWords('BodyPartExamined', text(attributes, 'BodyPartExamined') ?? '', true),
    inWords('AnatomicRegionSequence', region.join(' '), true),
    ...DESCRIPTIONS.map(keyword => inWords(keyword, text(attributes, keyword) ?? '', false)),
  ].filter(found => found !== null);
  const knee = all.find(({ part, source }) => part === 'knee' && source !== 'StudyDescription');
  const isWholeLeg = ({ part, word, source }: BodyPartFinding) =>
    part === 'leg' && !(knee && (source === 'StudyDescription' || word === LIMB));
  const chosen = all.find(isWholeLeg) ?? all.find(({ part }) => part !== 'leg') ?? all[0];
  if (chosen === undefined) {
    return { part: null, word: '', source: '', coded: false, contradictedBy: null };
  }
  return { ...chosen, contradictedBy: chosen.part === 'other' ? (knee?.source ?? null) : null };
}
