import { filmsOf, type Film } from './films';
import type { DisplaySet, ExtensionManager } from './ohif';
import { loadStoredValues } from './radiographPixels';

const displaySet: DisplaySet = {
  displaySetInstanceUID: 'd',
  StudyInstanceUID: '1',
  SeriesInstanceUID: '1.1',
  instances: [{ SOPInstanceUID: '1.1.1' }, { SOPInstanceUID: '1.1.2' }],
};
const [, film] = filmsOf(displaySet) as [Film, Film];

/** A host whose data source names the images of the stack, and whose loader gives what a test wants. */
function host(load: (imageId: string) => Promise<unknown>): ExtensionManager {
  Object.assign(globalThis, { cornerstone: { imageLoader: { loadAndCacheImage: load } } });
  return {
    getActiveDataSource: () => [
      { getImageIdsForDisplaySet: () => ['wadors:other', 'wadors:image'] },
    ],
  } as unknown as ExtensionManager;
}

const image = (values: number[], rest = {}) => ({
  rows: 1,
  columns: values.length,
  getPixelData: () => Int16Array.from(values),
  ...rest,
});

afterEach(() => Object.assign(globalThis, { cornerstone: undefined }));

describe('the pixels of a radiograph', () => {
  it('are the stored values, asked for under the name that the data source has for the image', async () => {
    const asked: string[] = [];
    const manager = host(async imageId => {
      asked.push(imageId);
      return image([1, -2, 3]);
    });
    expect([...(await loadValues(manager))]).toEqual([1, -2, 3]);
    expect(asked).toEqual(['wadors:image']);
  });

  it('are free of the rescale that the host applied', async () => {
    const scalingParameters = { rescaleSlope: 2, rescaleIntercept: -100 };
    const scaled = image([-98, 100], { preScale: { scaled: true, scalingParameters } });
    // -98 = 2 x 1 - 100 and 100 = 2 x 100 - 100.
    expect([...(await loadValues(host(async () => scaled)))]).toEqual([1, 100]);
  });

  it('are whole numbers, so that a padding value is found again after the rescale', async () => {
    const scalingParameters = { rescaleSlope: 0.1, rescaleIntercept: -1024 };
    const stored = [0, 3, 1000, 4095, 63536];
    const scaled = image([], {
      getPixelData: () => Float32Array.from(stored, value => value * 0.1 - 1024),
      preScale: { scaled: true, scalingParameters },
    });
    expect([...(await loadValues(host(async () => scaled)))]).toEqual(stored);
  });

  it.each([
    ['the file is damaged', () => Promise.reject(new Error('decode')), /damaged/],
    ['it is a colour image', () => Promise.resolve(image([1], { color: true })), /colour/],
  ])('give a sentence where %s', async (_what, load, message) => {
    await expect(loadValues(host(load))).rejects.toThrow(message);
  });

  it('give a sentence where the host hides its loader', async () => {
    const manager = host(async () => image([1]));
    Object.assign(globalThis, { cornerstone: undefined });
    await expect(loadValues(manager)).rejects.toThrow('OHIF 3.13 or newer');
  });

  async function loadValues(manager: ExtensionManager) {
    return Array.from(await loadStoredValues(film, manager));
  }
});
