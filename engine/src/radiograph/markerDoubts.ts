import { say, type Sentence } from '../sentences';
import type { SideMarker } from './findMarkers';
import type { Side } from './types';

/**
 * A reason to ask the user: which side it is, whether a film of both knees is turned the usual way, whether
 * bone is bright on it, or whether the knee is where it was found.
 */
export interface ProposalDoubt {
  about: 'side' | 'orientation' | 'grey' | 'region';
  sentence: Sentence;
}

const NAMES: Record<Side, Sentence> = { R: say('rightKnee'), L: say('leftKnee') };
const TURNED_OVER: ProposalDoubt = {
  about: 'orientation',
  sentence: say('markerMirrored'),
};

/** The side that all markers name; null where there are none, mirrored ones, or both letters. */
export function markedSide(markers: readonly SideMarker[]): Side | null {
  const sides = new Set(markers.map(({ side, mirrored }) => (mirrored ? null : side)));
  const [side] = sides;
  return sides.size === 1 && side ? side : null;
}

/** Whether the markers on a film of one knee contradict the wanted side, or are seen from behind. */
export function doubtsOfOneKnee(
  markers: readonly SideMarker[],
  wanted: Side | undefined
): ProposalDoubt[] {
  if (markers.some(({ mirrored }) => mirrored)) {
    return [TURNED_OVER];
  }
  const other = markers.find(({ side }) => wanted !== undefined && side !== wanted);
  if (other === undefined || wanted === undefined) {
    return [];
  }
  const named = { marked: NAMES[other.side], wanted: NAMES[wanted] };
  return [{ about: 'side', sentence: say('markerOtherSide', named) }];
}

/**
 * Whether it is open that the patient's right knee is on the left of a film of both: nothing says so, or the
 * markers say otherwise.
 */
export function doubtsOfBothKnees(
  markers: readonly SideMarker[],
  columns: number,
  orientationKnown: boolean
): ProposalDoubt[] {
  if (markers.some(({ mirrored }) => mirrored)) {
    return [TURNED_OVER];
  }
  const isUsual = ({ side, x }: SideMarker) => (side === 'R') === x < columns / 2;
  if (markers.length > 0 && !markers.every(isUsual)) {
    return [{ about: 'orientation', sentence: say('markersUnusual') }];
  }
  if (markers.length === 0 && !orientationKnown) {
    return [{ about: 'orientation', sentence: say('bothUnmarked') }];
  }
  return [];
}
