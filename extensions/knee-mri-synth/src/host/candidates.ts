import { requireFrontalKneeRadiograph, RadiographError } from '@xray-to-mri/engine';
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

function judge(displaySet: DisplaySet): Ranked {
  const id = displaySet.displaySetInstanceUID;
  const label = labelOf(displaySet);
  try {
    const view = requireFrontalKneeRadiograph(representative(displaySet) ?? {});
    return {
      candidate: { id, label, usable: true, reason: view.reason },
      rank: view.isFrontal === 'yes' ? 0 : 1,
    };
  } catch (error) {
    if (!(error instanceof RadiographError)) {
      throw error;
    }
    return { candidate: { id, label, usable: false, reason: error.message }, rank: 2 };
  }
}

/** The radiographs of a study, those that the model can use first, each with the reason. */
export function findCandidates(displaySets: readonly DisplaySet[]): Candidate[] {
  return displaySets
    .filter(displaySet => isRadiograph(displaySet) && !displaySet.unsupported)
    .map(judge)
    .sort((a, b) => a.rank - b.rank)
    .map(({ candidate }) => candidate);
}
