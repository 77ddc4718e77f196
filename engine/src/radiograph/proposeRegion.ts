import { say, type Sentence } from '../sentences';
import { boneGrey } from './boneGrey';
import { byLikeness, findKnees, LIKELY, type KneeMatch } from './findKnees';
import { findMarkers, type SideMarker } from './findMarkers';
import { TEMPLATE_CONDYLES_MM } from './kneeTemplateData';
import { doubtsOfBothKnees, doubtsOfOneKnee, markedSide, type ProposalDoubt } from './markerDoubts';
import { RadiographError } from './RadiographError';
import type { Radiograph, Region, Side, SpacingSource } from './types';

export interface ProposalOptions {
  /** Side of the square region in mm, as the bundle has it (`region_mm`). */
  regionMm: number;
  /** The knee that is wanted, where it is known. */
  side?: Side;
  /** Whether the film is known, by its attributes, to show both knees. */
  bothKnees?: boolean;
  /** Whether it is known that the patient's right is on the left of the film; false unless told. */
  orientationKnown?: boolean;
}

/** One knee on a film. */
export interface KneeProposal {
  /** Square around the joint centre, in pixels of the film; it may leave the film. */
  region: Region;
  centre: { x: number; y: number };
  side: Side;
  /** 0 to 1. */
  confidence: number;
}

export interface RegionProposal {
  /** Of the wanted knee; of the one that was found most surely, where none is wanted. */
  region: Region;
  /** From the picture; null where both knees are on it and none is wanted, or marker and shape disagree. */
  side: Side | null;
  /** All knees that were found, from left to right on the film: at most two. */
  knees: KneeProposal[];
  /** 0 to 1, of `region`. */
  confidence: number;
  /** The film's own, or the one estimated from the width of the condyles. */
  pixelSpacingMm: number;
  spacingSource: SpacingSource;
  /** For the user. */
  notes: Sentence[];
  /** What nobody should go on with before the user has looked. */
  doubts: ProposalDoubt[];
}

const KNOWN_SCALES = [0.92, 1.05, 1.18];
const BOTH_WAYS = [false, true];
/** Both sides of a knee, or of two, and some mistakes. */
const CANDIDATES = 4;
const CANDIDATES_ON_WIDE_FILM = 10;
const SIZES_LOOKED_AT_CLOSELY = 4;
/** Films are no larger than 43 cm, or 3 feet for whole legs. */
const LARGEST_FILM_MM = 1300;
const SMALLEST_FILM_MM = 60;
/** Two knees on one film. */
const BILATERAL_MM = 220;
const BETWEEN_KNEES_MM = 90;
const KNEE_TO_EDGE_MM = 35;
const SAME_HEIGHT_MM = 70;
const SECOND_TO_FIRST = 0.65;
const LEAST_SECOND_SCORE = 0.45;
/** Bone is about as bright at both knees; what is beside a single knee is dark. */
const SECOND_BONE_TO_FIRST = 0.6;
/** What a pair loses for every mm that its middle lies beside that of the film. */
const LOST_PER_MM = 0.0015;
/** Correlation with the template at which confidence is nothing, and from which on it is not bounded by it. */
const NO_KNEE_SCORE = 0.2;
const CLEAR_SCORE = 0.45;
/** Below this, a knee was not found surely. */
export const SURE_CONFIDENCE = LIKELY;
/** The picture contradicts a side only where it is this much more like the other. */
const CLEAR_MARGIN = 0.04;
/** Below this confidence the film is also looked at with its grey turned round, which then has to gain so much. */
const GREY_IS_RIGHT = 0.9;
const INVERSE_GAIN = 0.3;
/** Width of the condyles over that of the film: both knees on it, up to a tight crop. */
const CONDYLE_SHARES = Array.from({ length: 18 }, (_, index) => 0.17 * 1.105 ** index);

interface Found {
  matches: KneeMatch[];
  pixelSpacingMm: number;
  spacingSource: SpacingSource;
}

function confidenceOf({ likeness, score }: KneeMatch): number {
  const most = (score - NO_KNEE_SCORE) / (CLEAR_SCORE - NO_KNEE_SCORE);
  return Math.max(0, Math.min(likeness, most));
}

function knownSpacing(radiograph: Radiograph): number | null {
  const { pixelSpacingMm, rows, columns } = radiograph;
  if (pixelSpacingMm === null) {
    return null;
  }
  const sizeMm = Math.max(rows, columns) * pixelSpacingMm;
  return sizeMm >= SMALLEST_FILM_MM && sizeMm <= LARGEST_FILM_MM ? pixelSpacingMm : null;
}

const isWide = (radiograph: Radiograph, pixelSpacingMm: number) =>
  radiograph.columns * pixelSpacingMm >= BILATERAL_MM;

const candidatesFor = (radiograph: Radiograph, pixelSpacingMm: number) =>
  isWide(radiograph, pixelSpacingMm) ? CANDIDATES_ON_WIDE_FILM : CANDIDATES;

/** Tries every size that the knee may have on the film, and takes the one that looks most like a knee. */
function searchAnySize(radiograph: Radiograph): Found {
  const look = (pixelSpacingMm: number, candidates: number) =>
    findKnees(radiograph, pixelSpacingMm, { scales: [1], mirrored: BOTH_WAYS, candidates });
  const tried = CONDYLE_SHARES.map(share => {
    const pixelSpacingMm = TEMPLATE_CONDYLES_MM / (share * radiograph.columns);
    return { pixelSpacingMm, score: look(pixelSpacingMm, 0)[0]?.score ?? -1 };
  }).sort((a, b) => b.score - a.score);
  const [best] = tried
    .slice(0, SIZES_LOOKED_AT_CLOSELY)
    .flatMap(({ pixelSpacingMm }) =>
      look(pixelSpacingMm, 1).map(match => ({ ...match, spacing: pixelSpacingMm / match.scale }))
    )
    .sort(byLikeness);
  if (best === undefined) {
    throw noKnee();
  }
  const matches = look(best.spacing, candidatesFor(radiograph, best.spacing));
  return { matches, pixelSpacingMm: best.spacing, spacingSource: 'estimated' };
}

function search(radiograph: Radiograph): Found {
  const pixelSpacingMm = knownSpacing(radiograph);
  if (pixelSpacingMm === null) {
    return searchAnySize(radiograph);
  }
  const candidates = candidatesFor(radiograph, pixelSpacingMm);
  const options = { scales: KNOWN_SCALES, mirrored: BOTH_WAYS, candidates };
  const matches = findKnees(radiograph, pixelSpacingMm, options);
  return { matches, pixelSpacingMm, spacingSource: radiograph.spacingSource ?? 'PixelSpacing' };
}

/** Whether there is much more of a knee on the film where bright is taken for dark: then bone is dark on it. */
function looksInverted(radiograph: Radiograph, confidence: number): boolean {
  if (confidence >= GREY_IS_RIGHT) {
    return false;
  }
  try {
    const [best] = search({
      ...radiograph,
      pixels: radiograph.pixels.map(value => -value),
    }).matches;
    return best !== undefined && confidenceOf(best) > confidence + INVERSE_GAIN;
  } catch {
    // Nothing at all looks like a knee then.
    return false;
  }
}

function noKnee(): RadiographError {
  return new RadiographError(say('noKnee'));
}

function otherKneeOnly(wanted: Side): RadiographError {
  const side = say(wanted === 'R' ? 'rightKnee' : 'leftKnee');
  return new RadiographError(say('otherKneeOnly', { side }));
}

/** The best match, and one of the other leg where there is one. */
function separateKnees(radiograph: Radiograph, { matches, pixelSpacingMm }: Found): KneeMatch[] {
  const [first] = matches;
  if (first === undefined) {
    return [];
  }
  if (!isWide(radiograph, pixelSpacingMm)) {
    return [first];
  }
  const { columns } = radiograph;
  const firstGrey = boneGrey(radiograph, first, pixelSpacingMm);
  const balanced = ({ x, score }: KneeMatch) =>
    score - (LOST_PER_MM * pixelSpacingMm * Math.abs(x + first.x - columns)) / 2;
  const [second] = matches
    .filter(
      ({ x, y, score, likeness }) =>
        Math.abs(x - first.x) * pixelSpacingMm > BETWEEN_KNEES_MM &&
        Math.abs(y - first.y) * pixelSpacingMm < SAME_HEIGHT_MM &&
        Math.min(x, columns - x) * pixelSpacingMm > KNEE_TO_EDGE_MM &&
        (likeness >= LIKELY || score > Math.max(SECOND_TO_FIRST * first.score, LEAST_SECOND_SCORE))
    )
    .filter(match => boneGrey(radiograph, match, pixelSpacingMm) > SECOND_BONE_TO_FIRST * firstGrey)
    .sort(
      (a, b) =>
        Number(b.likeness >= LIKELY) - Number(a.likeness >= LIKELY) || balanced(b) - balanced(a)
    );
  return second === undefined ? [first] : [first, second].sort((a, b) => a.x - b.x);
}

function regionAround({ x, y }: KneeMatch, regionMm: number, pixelSpacingMm: number): Region {
  const width = regionMm / pixelSpacingMm;
  return { x: x - width / 2, y: y - width / 2, width, height: width };
}

/** Whether a place looks clearly more like a knee of the other side. */
function looksLikeOther(side: Side, at: KneeMatch, { matches, pixelSpacingMm }: Found): boolean {
  const score = (mirrored: boolean) =>
    matches.find(
      match =>
        match.mirrored === mirrored &&
        Math.hypot(match.x - at.x, match.y - at.y) * pixelSpacingMm < KNEE_TO_EDGE_MM
    )?.score ?? 0;
  return score(side === 'R') - score(side !== 'R') > CLEAR_MARGIN;
}

/** The side of a single knee: its marker's, unless its shape is clearly another, or else its shape's. */
function sideOf(markers: readonly SideMarker[], knee: KneeMatch, found: Found): Side | null {
  const marked = markedSide(markers);
  if (marked !== null) {
    return looksLikeOther(marked, knee, found) ? null : marked;
  }
  return knee.mirrored ? 'L' : 'R';
}

/**
 * Finds the knee or knees on a frontal film and proposes the square that the network sees: the film's local
 * contrast is compared with that of an average knee, mirrored and not, at several sizes, first coarsely
 * and then closely. How likely what was found is a knee (`kneeLikeness`) is the confidence.
 *
 * On a film of both knees, the patient's right one is on the left of the film; their shapes cannot tell, since
 * both are mirrored where it is turned over. Of a single knee the side is read from its marker, or else guessed
 * from its shape (fibula and condyles); a wanted side is not overruled, but doubted.
 * If a film is known to show both and only one is found, its half of the film tells which one it is.
 * Without a pixel spacing the scale is estimated, taking the condyles for 80 mm wide. A film on which bone is
 * dark, though its attributes say otherwise, is doubted.
 * @throws {RadiographError} when nothing on the image looks like a knee, or not where the wanted one is
 */
export function proposeRegion(radiograph: Radiograph, options: ProposalOptions): RegionProposal {
  const found = search(radiograph);
  const { pixelSpacingMm, spacingSource } = found;
  const apart = separateKnees(radiograph, found);
  const bilateral = apart.length === 2;
  const knees = apart.map((match, index): KneeProposal => {
    const convention: Side = index === 0 ? 'R' : 'L';
    return {
      region: regionAround(match, options.regionMm, pixelSpacingMm),
      centre: { x: match.x, y: match.y },
      side: bilateral ? convention : match.mirrored ? 'L' : 'R',
      confidence: confidenceOf(match),
    };
  });
  const [single] = apart;
  const [best] = [...knees].sort((a, b) => b.confidence - a.confidence);
  if (best === undefined || single === undefined) {
    throw noKnee();
  }
  if (!bilateral && options.bothKnees && options.side !== undefined) {
    const half: Side = single.x < radiograph.columns / 2 ? 'R' : 'L';
    if (half !== options.side) throw otherKneeOnly(options.side);
  }
  const notes: Sentence[] = [];
  const doubts: ProposalDoubt[] = [];
  const wanted = bilateral ? knees.find(knee => knee.side === options.side) : undefined;
  const chosen = wanted ?? best;
  if (bilateral && options.side === undefined) {
    notes.push(say('chooseKnee'));
  }
  if (!bilateral && options.side !== undefined && looksLikeOther(options.side, single, found)) {
    doubts.push({ about: 'side', sentence: say('looksLikeOther') });
  }
  const markers = findMarkers(radiograph, pixelSpacingMm);
  const { columns } = radiograph;
  const { orientationKnown = false } = options;
  const ofBoth = bilateral || options.bothKnees === true;
  doubts.push(
    ...(ofBoth
      ? doubtsOfBothKnees(markers, columns, orientationKnown)
      : doubtsOfOneKnee(markers, options.side))
  );
  if (spacingSource === 'estimated') {
    notes.push(say('scaleEstimated'));
  }
  if (looksInverted(radiograph, chosen.confidence)) {
    doubts.push({ about: 'grey', sentence: say('looksInverted') });
  }
  if (chosen.confidence < SURE_CONFIDENCE) {
    doubts.push({ about: 'region', sentence: say('regionUnsure') });
  }
  return {
    region: chosen.region,
    side: options.side ?? (ofBoth ? null : sideOf(markers, single, found)),
    knees,
    confidence: chosen.confidence,
    pixelSpacingMm,
    spacingSource,
    notes,
    doubts,
  };
}
