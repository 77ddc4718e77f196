import {
  checkRegion,
  judgeFilm,
  measureJointSpace,
  proposeRegion,
  readRadiographInstance,
  resampleRegion,
  saysTheSame,
  type Radiograph,
  type RadiographInstance,
  type Side,
} from '@xray-to-mri/engine';
import { plainInstance } from './attributes';
import { candidateIdOf } from './candidateId';
import type { Film } from './films';
import type { ExtensionManager } from './ohif';
import type { Crop, Doubt, FilmReading, OpenedRadiograph, Region } from './panelHost';
import { loadStoredValues } from './radiographPixels';
import { tell } from './sentences';
import { toPanelError } from './toPanelError';

const CROP_SIZE = 224;
const BLACK_PERCENTILE = 0.01;
const WHITE_PERCENTILE = 0.99;

/** An opened radiograph with what only the host side needs of it. */
export interface HostRadiograph extends OpenedRadiograph {
  readonly film: Film;
  readonly instance: RadiographInstance;
}

function viewDoubts(instance: RadiographInstance): Doubt[] {
  const { doubtful, reason } = judgeFilm(instance.attributes);
  return doubtful ? [{ about: 'view', sentence: reason }] : [];
}

/** The first of several pictures is a guess until the user has named it. */
function frameDoubts({ frame, frames }: RadiographInstance, isNamed: boolean): Doubt[] {
  return frames > 1 && !isNamed
    ? [{ about: 'frame', sentence: tell('frameAssumed', { frame, frames }) }]
    : [];
}

function centralRegion({ rows, columns, pixelSpacingMm }: Radiograph, regionMm: number): Region {
  const size = pixelSpacingMm === null ? Math.min(rows, columns) : regionMm / pixelSpacingMm;
  return { x: (columns - size) / 2, y: (rows - size) / 2, width: size, height: size };
}

function cropOf(instance: RadiographInstance, region: Region): Crop {
  const { grey, mask } = resampleRegion(instance.radiograph, region, {
    rows: CROP_SIZE,
    columns: CROP_SIZE,
  });
  const sorted = grey.filter((_, index) => mask[index] === 1).sort();
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  const low = at(BLACK_PERCENTILE);
  const range = Math.max(at(WHITE_PERCENTILE) - low, Number.EPSILON);
  const shown = Uint8ClampedArray.from(grey, (value, index) =>
    mask[index] === 1 ? (255 * (value - low)) / range : 0
  );
  return { grey: shown, rows: CROP_SIZE, columns: CROP_SIZE };
}

/**
 * Reads the pixels of a radiograph and what its attributes say.
 * @param regionMm side of the square that the model sees
 * @param reading what the attributes do not say; the first picture, as it is turned, where it is left out
 * @throws {PanelError}
 */
export async function openRadiograph(
  film: Film,
  extensionManager: ExtensionManager,
  regionMm: number,
  reading?: FilmReading
): Promise<HostRadiograph> {
  const attributes = plainInstance(film.instance);
  const { frame, turnedOver } = reading ?? { frame: 1, turnedOver: false };
  const values = await loadStoredValues(film, extensionManager, frame);
  let instance: RadiographInstance;
  try {
    instance = readRadiographInstance(attributes, { values }, { frame, turnedOver });
  } catch (error) {
    throw toPanelError(error, tell('radiographUnreadable'));
  }
  const doubts = [...viewDoubts(instance), ...frameDoubts(instance, reading !== undefined)];
  let pixelSpacingMm = instance.radiograph.pixelSpacingMm;
  return {
    film,
    candidateId: candidateIdOf(film),
    side: instance.side,
    sideReason: instance.laterality.reason,
    frame,
    frames: instance.frames,
    turnedOver,
    notes: instance.notes.filter(note =>
      doubts.every(({ sentence }) => !saysTheSame(sentence, note))
    ),
    doubts,
    instance,
    propose(side: Side | null) {
      try {
        const proposal = proposeRegion(instance.radiograph, {
          regionMm,
          bothKnees: instance.laterality.side === 'both',
          orientationKnown: instance.reorientation.known,
          ...(side ? { side } : {}),
        });
        pixelSpacingMm = proposal.pixelSpacingMm;
        const { region, confidence, notes, side: looksLike, doubts: found } = proposal;
        return { region, looksLike, confidence, notes, doubts: found };
      } catch (error) {
        throw toPanelError(error, tell('kneeNotFound'));
      }
    },
    crop: region => cropOf(instance, region),
    checkRegion(region) {
      try {
        return checkRegion(instance.radiograph, region, pixelSpacingMm, regionMm);
      } catch (error) {
        throw toPanelError(error, tell('regionUnusable'));
      }
    },
    centralRegion: () => centralRegion(instance.radiograph, regionMm),
    measureJointSpace(region, side) {
      try {
        const { radiograph } = instance;
        return measureJointSpace({ radiograph, region, regionMm, side });
      } catch (error) {
        throw toPanelError(error, tell('jointSpaceUnmeasurable'));
      }
    },
  };
}
