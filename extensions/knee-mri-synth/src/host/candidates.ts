import { judgeFilm, type FilmFinding } from '@xray-to-mri/engine';
import { candidateIdOf } from './candidateId';
import { filmsAmong, imageUidOf, type Film } from './films';
import type { DisplaySet } from './ohif';
import type { Candidate } from './panelHost';

const RANKS: Record<FilmFinding['suits'], number> = { yes: 0, unsure: 1, no: 2 };

function labelOf({ displaySet, instance }: Film): string {
  const description = displaySet.SeriesDescription?.trim();
  const number = instance['SeriesNumber'];
  const series = number === undefined || number === null ? '' : `S:${String(number)} `;
  return `${series}${description || displaySet.Modality || ''}`.trim();
}

function numberOf({ instance }: Film): number {
  const number = Number(instance['InstanceNumber'] ?? Number.NaN);
  return Number.isFinite(number) ? number : Number.POSITIVE_INFINITY;
}

/** The films of each series by their instance numbers, as the viewer counts them. */
function seriesOf(films: readonly Film[]): Map<string, Film[]> {
  const series = new Map<string, Film[]>();
  for (const film of films) {
    const { SeriesInstanceUID } = film.displaySet;
    const images = series.get(SeriesInstanceUID) ?? [];
    series.set(SeriesInstanceUID, images);
    images.push(film);
  }
  for (const images of series.values()) {
    images.sort((a, b) => Math.sign(numberOf(a) - numberOf(b)) || 0);
  }
  return series;
}

/**
 * The radiographs of a study, image by image: those that the model can use first, each with the reason and, of
 * a series of several, with its place among them.
 */
export function findCandidates(displaySets: readonly DisplaySet[]): Candidate[] {
  const bySeries = [...seriesOf(filmsAmong(displaySets)).values()];
  return bySeries
    .flatMap(films =>
      films.map((film, index) => {
        const { suits, reason } = judgeFilm(film.instance);
        const candidate: Candidate = {
          id: candidateIdOf(film),
          imageUID: imageUidOf(film),
          seriesUID: film.displaySet.SeriesInstanceUID,
          label: labelOf(film),
          place: films.length > 1 ? { image: index + 1, images: films.length } : null,
          usable: suits !== 'no',
          sure: suits === 'yes',
          reason,
        };
        return { candidate, rank: RANKS[suits] };
      })
    )
    .sort((a, b) => a.rank - b.rank)
    .map(({ candidate }) => candidate);
}
