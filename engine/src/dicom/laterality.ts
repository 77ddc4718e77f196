import type { Side } from '../radiograph';
import { say, type Sentence } from '../sentences';
import { codes, items, text, type DicomAttributes } from './attributes';

/** Which knee or knees a radiograph shows, as far as its attributes say. */
export interface LateralityFinding {
  /** Null where nothing is said, or where the attributes contradict each other. */
  side: Side | 'both' | null;
  /** True where two attributes name different sides; then the user decides. */
  conflict: boolean;
  /** For the user. */
  reason: Sentence;
}

type Found = Side | 'both' | null;

/** DICOM CID 244 (Laterality): SNOMED CT, and the retired SNOMED RT codes. */
export const LATERALITY_CODES: ReadonlyMap<string, Side | 'both'> = new Map([
  ['24028007', 'R'],
  ['G-A100', 'R'],
  ['7771000', 'L'],
  ['G-A101', 'L'],
  ['51440002', 'both'],
  ['G-A102', 'both'],
]);

/** Single letters also stand for other things: r/o (rule out), R.X., l'articulation, L-spine. */
const RIGHT =
  /\b(r(?!\/o\b|\.x\b)|rt|right|rechts|rechtes|droite?|derech[ao]|destr[ao]|direit[ao])\b/i;
const LEFT =
  /\b(l(?!['’]|[ -]?spine)|lt|left|links|linkes|gauche|izquierd[ao]|sinistr[ao]|esquerd[ao])\b/i;
const BOTH =
  /\b(both|bilateral\w*|bilat|b\/l|knees|beide|beidseits|beidseitig|bds|genoux|rodillas)\b/i;

function fromCodeString(value: string | null): Found {
  switch (value?.toUpperCase()) {
    case 'R':
      return 'R';
    case 'L':
      return 'L';
    case 'B':
      return 'both';
    default:
      return null;
  }
}

function fromWords(words: string | null): Found {
  const plain = (words ?? '').replaceAll('_', ' ');
  const right = RIGHT.test(plain);
  const left = LEFT.test(plain);
  if (BOTH.test(plain) || (right && left)) {
    return 'both';
  }
  return right ? 'R' : left ? 'L' : null;
}

function fromCodes(attributes: DicomAttributes, sequence: string, modifiers: string): Found {
  const entries = [
    ...codes(attributes, sequence),
    ...items(attributes, sequence).flatMap(item => codes(item, modifiers)),
  ];
  for (const entry of entries) {
    const found = LATERALITY_CODES.get(entry.value) ?? null;
    if (found !== null) {
      return found;
    }
  }
  return null;
}

/** Of one frame: what is said of it alone, or of all frames together. */
function frameLaterality(attributes: DicomAttributes, frame: number): Found {
  const ofFrame = items(attributes, 'PerFrameFunctionalGroupsSequence')[frame - 1];
  const groups = [
    ...(ofFrame === undefined ? [] : [ofFrame]),
    ...items(attributes, 'SharedFunctionalGroupsSequence'),
  ];
  const said = groups
    .flatMap(group => items(group, 'FrameAnatomySequence'))
    .map(item => fromCodeString(text(item, 'FrameLaterality')))
    .find(side => side !== null);
  return fromCodeString(text(attributes, 'FrameLaterality')) ?? said ?? null;
}

/**
 * The side of a radiograph from ImageLaterality, Laterality, FrameLaterality, the laterality codes of
 * region and view, and the words of the series' and protocol's names; from the study's description only
 * where all these are silent, since a study may hold both knees.
 * @param frame which picture of a multi-frame image is meant, counted from 1
 */
export function findLaterality(attributes: DicomAttributes, frame = 1): LateralityFinding {
  const words = (keyword: string) => fromWords(text(attributes, keyword));
  const regions = codes(attributes, 'AnatomicRegionSequence').map(({ meaning }) => meaning);
  const sources: [string, Found][] = [
    ['ImageLaterality', fromCodeString(text(attributes, 'ImageLaterality'))],
    ['Laterality', fromCodeString(text(attributes, 'Laterality'))],
    ['FrameLaterality', frameLaterality(attributes, frame)],
    [
      'AnatomicRegionSequence',
      fromCodes(attributes, 'AnatomicRegionSequence', 'AnatomicRegionModifierSequence') ??
        fromWords(regions.join(' ')),
    ],
    ['ViewCodeSequence', fromCodes(attributes, 'ViewCodeSequence', 'ViewModifierCodeSequence')],
    ['SeriesDescription', words('SeriesDescription')],
    ['ProtocolName', words('ProtocolName')],
  ];
  const found = sources.filter(([, side]) => side !== null);
  const all = found.length > 0 ? found : [['StudyDescription', words('StudyDescription')] as const];
  const [source, side] = all[0] ?? ['', null];
  if (side === null) {
    return {
      side: null,
      conflict: false,
      reason: say('sideUnsaid'),
    };
  }
  const other = all.find(entry => entry[1] !== side);
  if (other !== undefined) {
    return {
      side: null,
      conflict: true,
      reason: say('sideConflict', { source, other: other[0] }),
    };
  }
  const code = ({ R: 'sideSaidR', L: 'sideSaidL', both: 'sideSaidBoth' } as const)[side];
  return { side, conflict: false, reason: say(code, { source }) };
}
