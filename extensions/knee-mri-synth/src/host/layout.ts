import { arrange } from './arrange';
import { candidateIdOf } from './candidateId';
import type { ViewportServices } from './cornerstone';
import { filmsAmong } from './films';
import { imageIdOf } from './imageIds';
import { filmOnShow } from './imageOnShow';
import { createImageTurner } from './imageTurner';
import type { ExtensionManager, Services } from './ohif';
import type { HostRadiograph } from './openRadiograph';
import { assignRoles, type Roles, type Wanted } from './roles';
import type { StudyWatcher } from './studyWatcher';

/** What stands in the viewer's columns. */
export interface Layout {
  roles(): Roles;
  /** Lays the study out anew. */
  arrange(): void;
  /** Has the viewer show the image that was opened; the study is laid out anew where that takes other columns. */
  showRadiograph(radiograph: HostRadiograph): void;
  /** Puts a series that was made beside the film that it was made from, whichever was chosen since. */
  showSynthetic(seriesInstanceUID: string, radiograph: HostRadiograph): void;
  /** The candidate whose image a viewport shows. */
  candidateOnShow(): string | null;
  stop(): void;
}

const haveSameColumns = (a: Roles, b: Roles) =>
  a.radiograph === b.radiograph && a.synthetic === b.synthetic && a.acquired === b.acquired;

/** Keeps what was chosen and made last in the columns of the study that is followed. */
export function createLayout(
  services: Services & ViewportServices,
  extensionManager: ExtensionManager,
  { getDisplaySets }: Pick<StudyWatcher, 'getDisplaySets'>
): Layout {
  const turner = createImageTurner(services);
  let wanted: Wanted = {};

  const roles = () => assignRoles(getDisplaySets(), wanted);
  const arrangeStudy = () => arrange(services, getDisplaySets());

  const want = (change: Wanted, { film, frame }: HostRadiograph) => {
    wanted = { ...wanted, ...change, candidateId: candidateIdOf(film) };
    const imageId = imageIdOf(film, frame, extensionManager);
    turner.turnTo(film.displaySet.displaySetInstanceUID, imageId);
  };

  return {
    roles,
    arrange: arrangeStudy,
    showRadiograph(radiograph) {
      const before = roles();
      want({}, radiograph);
      if (!haveSameColumns(before, roles())) {
        arrangeStudy();
      }
    },
    showSynthetic(syntheticSeriesUid, radiograph) {
      want({ syntheticSeriesUid }, radiograph);
      arrangeStudy();
    },
    candidateOnShow() {
      const film = filmOnShow(services, extensionManager, filmsAmong(getDisplaySets()));
      return film && candidateIdOf(film);
    },
    stop: turner.stop,
  };
}
