import {
  checkRegion,
  doubtsOfOneKnee,
  findMarkers,
  proposeRegion,
  type ProposalDoubt,
  type Region,
  type RegionProposal,
  type Side,
} from '../radiograph';
import { textOf } from '../sentences';
import { CliError, EXIT } from './CliError';
import type { SynthesizeOptions } from './parseOptions';
import type { Input } from './readInput';

/** Which knee on the picture, and where. */
export interface KneeChoice {
  side: Side;
  region: Region;
  /** How the region was chosen, for the record. */
  regionFrom: 'auto' | 'full' | 'given';
  confidence: number | null;
  notes: string[];
}

const SIDE_NAMES: Record<Side, string> = { R: 'right', L: 'left' };

function sideFromOptions(input: Input, wanted: Side | null): { side: Side; notes: string[] } {
  if (wanted === null) {
    if (input.side === null) {
      throw new CliError(
        EXIT.usage,
        `${input.sideReason} Say which knee is meant with --side R or --side L.`
      );
    }
    return { side: input.side, notes: [] };
  }
  const contradicts = input.side !== null && input.side !== wanted;
  const note = contradicts
    ? `The file names the ${SIDE_NAMES[input.side ?? wanted]} knee; --side ${wanted} was followed.`
    : null;
  return { side: wanted, notes: note === null ? [] : [note] };
}

function wholePicture({ rows, columns }: { rows: number; columns: number }): Region {
  const size = Math.max(rows, columns);
  return { x: (columns - size) / 2, y: (rows - size) / 2, width: size, height: size };
}

function notesOfProposal(proposal: RegionProposal, side: Side): string[] {
  const notes = proposal.notes.map(textOf);
  const isThere = proposal.knees.some(knee => knee.side === side);
  return proposal.knees.length === 2 && !isThere
    ? [...notes, `No ${SIDE_NAMES[side]} knee was found on the film.`]
    : notes;
}

const WAYS: Record<ProposalDoubt['about'] | 'view', string> = {
  view: 'If it is a frontal view of a knee all the same, say where with --roi x,y,w,h.',
  side: 'Say which knee it is with --side R or --side L.',
  orientation:
    'Turn it over with --turn-over if it is seen from behind, or say where the knee is with --roi x,y,w,h.',
  grey: 'Export it with bone bright, or say where the knee is with --roi x,y,w,h if it is.',
  region: 'Say where the knee is with --roi x,y,w,h, or take the whole picture with --roi full.',
};

/** Doubts that an option has settled are noted; the others end the command. */
function settleDoubts(
  doubts: readonly ProposalDoubt[],
  isSettled: (about: ProposalDoubt['about']) => boolean
): string[] {
  return doubts.map(({ about, sentence }) => {
    if (!isSettled(about)) {
      throw new CliError(EXIT.input, `${sentence.text} ${WAYS[about]}`);
    }
    return sentence.text;
  });
}

/** What the markers in a given region say against the side that the file names, and how the film is turned. */
function doubtsInRegion(
  { radiograph }: Input,
  { x, y, width, height }: Region,
  side: Side,
  regionMm: number
): ProposalDoubt[] {
  const markers = findMarkers(radiograph, radiograph.pixelSpacingMm ?? regionMm / width);
  const isInside = (at: { x: number; y: number }) =>
    at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height;
  return doubtsOfOneKnee(markers.filter(isInside), side);
}

/**
 * Decides on side and region; what the file, the picture and the options leave open is asked for, never
 * guessed.
 * @throws {CliError} when the side or the view is open or the knee was not found surely; {RadiographError} when no knee
 *   is found, or the given region cannot be used
 */
export function chooseKnee(
  input: Input,
  { side: wanted, region: choice }: Pick<SynthesizeOptions, 'side' | 'region'>,
  regionMm: number
): KneeChoice {
  const { radiograph } = input;
  const { side, notes } = sideFromOptions(input, wanted);
  if (choice !== 'auto') {
    const region = choice === 'full' ? wholePicture(radiograph) : choice;
    const about = checkRegion(radiograph, region, radiograph.pixelSpacingMm, regionMm).map(textOf);
    const settled = settleDoubts(
      doubtsInRegion(input, region, side, regionMm),
      doubted => doubted !== 'side' || wanted !== null
    );
    const regionFrom = choice === 'full' ? 'full' : 'given';
    return { side, region, regionFrom, confidence: null, notes: [...notes, ...about, ...settled] };
  }
  if (input.viewDoubt !== null) {
    throw new CliError(EXIT.input, `${input.viewDoubt.text} ${WAYS.view}`);
  }
  const proposal = proposeRegion(radiograph, {
    regionMm,
    side,
    bothKnees: input.bothKnees,
    orientationKnown: input.orientationKnown,
  });
  const settled = settleDoubts(proposal.doubts, about => about === 'side' && wanted !== null);
  return {
    side,
    region: proposal.region,
    regionFrom: 'auto',
    confidence: proposal.confidence,
    notes: [...notes, ...notesOfProposal(proposal, side), ...settled],
  };
}
