import type { Dataset, DisplaySet } from './ohif';

/** What an image must be marked as: made by a model, or a simulated acquisition (demo data). */
export type Mark = 'synthetic' | 'simulated';

/** The words on every viewport that shows marked images. They are not translated. */
export const MARK_TEXT: Readonly<Record<Mark, string>> = {
  synthetic: 'SYNTHETIC - NOT FOR DIAGNOSIS',
  simulated: 'SIMULATED',
};

/** The instance that stands for a display set. */
export function representative(displaySet: DisplaySet): Dataset | undefined {
  return displaySet.instances?.[0] ?? displaySet.instance;
}

/** The values of a multi-valued attribute, whether the host hands it over as a list or as text. */
export function textValues(dataset: Dataset | undefined, keyword: string): string[] {
  const value = dataset?.[keyword];
  if (typeof value === 'string') {
    return value.split('\\');
  }
  return Array.isArray(value) ? value.map(String) : [];
}

/**
 * Decides by Image Type (value 4 SYNTHETIC) and Synthetic Data (0008,001C). An image that is marked as
 * synthetic data counts as a model's output unless its description declares it a simulation.
 */
export function markOf(dataset: Dataset | undefined): Mark | null {
  if (!dataset) {
    return null;
  }
  if (textValues(dataset, 'ImageType')[3] === 'SYNTHETIC') {
    return 'synthetic';
  }
  if (textValues(dataset, 'SyntheticData')[0] !== 'YES') {
    return null;
  }
  const description = textValues(dataset, 'SeriesDescription')[0] ?? '';
  return description.toUpperCase().startsWith('SIMULATED') ? 'simulated' : 'synthetic';
}

/** The gravest mark of the display sets of one viewport. */
export function markOfDisplaySets(displaySets: readonly DisplaySet[]): Mark | null {
  const marks = displaySets.map(displaySet => markOf(representative(displaySet)));
  return marks.find(mark => mark === 'synthetic') ?? marks.find(mark => mark !== null) ?? null;
}
