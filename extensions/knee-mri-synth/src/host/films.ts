import type { Dataset, DisplaySet } from './ohif';

/**
 * One image of the study's radiographs. The viewer gives a CR or DX image a display set of its own, and puts
 * the single images of another series, such as RF, into one display set: a stack.
 */
export interface Film {
  displaySet: DisplaySet;
  /** Its attributes; a multi-frame image is one instance. */
  instance: Dataset;
}

const RADIOGRAPH_MODALITIES = new Set(['CR', 'DX', 'RF']);

/** Whether a display set is one of projection radiographs by its modality. */
export function isRadiograph({ Modality = '' }: DisplaySet): boolean {
  return RADIOGRAPH_MODALITIES.has(Modality);
}

/** The instances of a display set in the order in which the viewer has their images. */
export function instancesOf({ instances = [], instance }: DisplaySet): readonly Dataset[] {
  return instances.length > 0 || !instance ? instances : [instance];
}

/** The images of a display set. */
export function filmsOf(displaySet: DisplaySet): Film[] {
  return instancesOf(displaySet).map(instance => ({ displaySet, instance }));
}

/** The images of all radiographs among display sets that the viewer can show. */
export function filmsAmong(displaySets: readonly DisplaySet[]): Film[] {
  return displaySets
    .filter(displaySet => isRadiograph(displaySet) && !displaySet.unsupported)
    .flatMap(filmsOf);
}

/** SOP Instance UID of a film; null where the viewer does not tell it. */
export function imageUidOf({ instance }: Film): string | null {
  const { SOPInstanceUID } = instance;
  return typeof SOPInstanceUID === 'string' && SOPInstanceUID !== '' ? SOPInstanceUID : null;
}
