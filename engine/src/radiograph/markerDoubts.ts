import type { SideMarker } from './findMarkers';
import type { Side } from './types';

/**
 * A reason to ask the user: which side it is, whether a film of both knees is turned the usual way, or
 * whether the knee is where it was found.
 */
export interface ProposalDoubt {
  about: 'side' | 'orientation' | 'region';
  sentence: string;
}

const NAMES: Record<Side, string> = { R: 'right', L: 'left' };
const TURNED_OVER: ProposalDoubt = {
  about: 'orientation',
  sentence:
    'The marker on the film is mirrored, so the picture is turned over; check which side it shows.',
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
  const sentence = `A marker on the film names the ${NAMES[other.side]} knee, not the ${NAMES[wanted]} one; check the side.`;
  return [{ about: 'side', sentence }];
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
    const sentence =
      "The markers on this film of both knees do not lie where they would if the patient's right were on the left of the picture; check which knee is which.";
    return [{ about: 'orientation', sentence }];
  }
  if (markers.length === 0 && !orientationKnown) {
    const sentence =
      "Nothing on this film of both knees says how it is turned; check that the patient's right knee is on the left of the picture.";
    return [{ about: 'orientation', sentence }];
  }
  return [];
}
