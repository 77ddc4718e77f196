import { proposeRegion, type Region, type RegionProposal, type Side } from '../radiograph';
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
  const isThere = proposal.knees.some(knee => knee.side === side);
  return proposal.knees.length === 2 && !isThere
    ? [...proposal.notes, `No ${SIDE_NAMES[side]} knee was found on the film.`]
    : proposal.notes;
}

/**
 * Decides on side and region; what the file and the options leave open is asked for, never guessed.
 * @throws {CliError} when the side is open; {RadiographError} when no knee is found
 */
export function chooseKnee(
  input: Input,
  { side: wanted, region: choice }: SynthesizeOptions,
  regionMm: number
): KneeChoice {
  const { side, notes } = sideFromOptions(input, wanted);
  if (choice === 'full') {
    const region = wholePicture(input.radiograph);
    return { side, region, regionFrom: 'full', confidence: null, notes };
  }
  if (choice !== 'auto') {
    return { side, region: choice, regionFrom: 'given', confidence: null, notes };
  }
  const proposal = proposeRegion(input.radiograph, { regionMm, side, bothKnees: input.bothKnees });
  return {
    side,
    region: proposal.region,
    regionFrom: 'auto',
    confidence: proposal.confidence,
    notes: [...notes, ...notesOfProposal(proposal, side)],
  };
}
