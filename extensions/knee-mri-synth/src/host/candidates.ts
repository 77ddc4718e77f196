import { judgeFilm, type FilmFinding } from '@xray-to-mri/engine';
import { representative } from './marking';
import type { DisplaySet } from './ohif';
import type { Candidate } from './panelHost';
import { isRadiograph } from './roles';

interface Ranked {
  candidate: Candidate;
  rank: number;
}

function labelOf(displaySet: DisplaySet): string {
  const description = displaySet.SeriesDescription?.trim();
  const number = representative(displaySet)?.['SeriesNumber'];
  const series = number === undefined || number === null ? '' : `S:${String(number)} `;
  return `${series}${description || displaySet.Modality || ''}`.trim();
}

const RANKS: Record<FilmFinding['suits'], number> = { yes: 0, unsure: 1, no: 2 };

function judge(displaySet: DisplaySet): Ranked {
  const id = displaySet.displaySetInstanceUID;
  const attributes = representative(displaySet) ?? {};
  const { SOPInstanceUID } = attributes;
  const { suits, reason } = judgeFilm(attributes);
  return {
    candidate: {
      id,
      imageUID: typeof SOPInstanceUID === 'string' ? SOPInstanceUID : null,
      label: labelOf(displaySet),
      usable: suits !== 'no',
      sure: suits === 'yes',
      reason,
    },
    rank: RANKS[suits],
  };
}

/** The radiographs of a study, those that the model can use first, each with the reason. */
export function findCandidates(displaySets: readonly DisplaySet[]): Candidate[] {
  return displaySets
    .filter(displaySet => isRadiograph(displaySet) && !displaySet.unsupported)
    .map(judge)
    .sort((a, b) => a.rank - b.rank)
    .map(({ candidate }) => candidate);
}
