import { filmsOf, type Film } from './films';
import { filmOfImageId, imageIdOf, imageIdsOf } from './imageIds';
import type { Dataset, DisplaySet, ExtensionManager } from './ohif';

const managerOf = (imageIds?: string[]) =>
  ({
    getActiveDataSource: () => [{ getImageIdsForDisplaySet: () => imageIds }],
  }) as unknown as ExtensionManager;

const displaySetOf = (instances: Dataset[], imageIds?: string[]): DisplaySet => ({
  displaySetInstanceUID: 'd',
  StudyInstanceUID: '1',
  SeriesInstanceUID: '1.1',
  instances,
  ...(imageIds && { imageIds }),
});

const single = (uid: string) => ({ SOPInstanceUID: uid });
const run = { SOPInstanceUID: 'run', NumberOfFrames: '3' };

describe("the image loader's name of a film", () => {
  it('is that of its place in the stack', () => {
    const films = filmsOf(displaySetOf([single('a'), single('b')], ['image a', 'image b']));
    expect(films.map(film => imageIdOf(film, 1, managerOf()))).toEqual(['image a', 'image b']);
    expect(films.map(film => imageIdOf(film, 2, managerOf()))).toEqual([null, null]);
  });

  it('is that of the frame, also where single images come before and after it', () => {
    const imageIds = ['image a', 'frame 1', 'frame 2', 'frame 3', 'image b'];
    const displaySet = displaySetOf([single('a'), run, single('b')]);
    const [, film, last] = filmsOf(displaySet) as [Film, Film, Film];
    expect(imageIdOf(film, 2, managerOf(imageIds))).toBe('frame 2');
    expect(imageIdOf(film, 4, managerOf(imageIds))).toBeNull();
    expect(imageIdOf(last, 1, managerOf(imageIds))).toBe('image b');
  });

  it('is none where the images of a stack cannot be told apart', () => {
    const [film] = filmsOf(displaySetOf([single('a'), single('b')], ['only one'])) as [Film];
    expect(imageIdOf(film, 1, managerOf())).toBeNull();
    const stranger = { ...film, instance: single('a') };
    expect(imageIdOf(stranger, 1, managerOf())).toBeNull();
  });

  it('is asked of the data source as long as the host has shown nothing', () => {
    const displaySet = displaySetOf([single('a')]);
    expect(imageIdsOf(displaySet, managerOf(['by the source']))).toEqual(['by the source']);
    const nothing = { getActiveDataSource: () => undefined } as unknown as ExtensionManager;
    expect(imageIdsOf(displaySet, nothing)).toEqual([]);
  });

  it('leads back to the film', () => {
    const displaySet = displaySetOf([single('a'), run], ['image a', 'f 1', 'f 2', 'f 3']);
    expect(filmOfImageId(displaySet, 'f 3', managerOf())?.instance).toBe(run);
    expect(filmOfImageId(displaySet, 'image a', managerOf())?.instance).toEqual(single('a'));
    expect(filmOfImageId(displaySet, 'of elsewhere', managerOf())).toBeNull();
  });
});
