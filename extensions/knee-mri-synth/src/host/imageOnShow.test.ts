import { createFakeCornerstone } from '../../test/fakeCornerstone';
import { filmsOf } from './films';
import { filmOnShow } from './imageOnShow';
import type { DisplaySet, ExtensionManager } from './ohif';

const stack: DisplaySet = {
  displaySetInstanceUID: 'film',
  StudyInstanceUID: '1.2',
  SeriesInstanceUID: '1.2.1',
  imageIds: ['frame 1', 'frame 2'],
  instances: [{ SOPInstanceUID: '1.2.1.1' }, { SOPInstanceUID: '1.2.1.2' }],
};
const manager = { getActiveDataSource: () => [] } as unknown as ExtensionManager;

const shownIn = ({ services }: ReturnType<typeof createFakeCornerstone>) =>
  filmOnShow(services, manager, filmsOf(stack))?.instance['SOPInstanceUID'];

describe('the film on show', () => {
  it('is the image of the stack to which the user has gone', () => {
    const viewer = createFakeCornerstone();
    expect(shownIn(viewer)).toBe('1.2.1.1');
    viewer.scroll(1);
    expect(shownIn(viewer)).toBe('1.2.1.2');
  });

  it('is none where the viewports show something else, or images that are not its own', () => {
    const viewer = createFakeCornerstone();
    viewer.viewports.set('one', { viewportId: 'one', displaySetInstanceUIDs: ['mr'] });
    expect(shownIn(viewer)).toBeUndefined();
    viewer.viewports.set('one', { viewportId: 'one', displaySetInstanceUIDs: ['film'] });
    viewer.scroll(2);
    expect(shownIn(viewer)).toBeUndefined();
  });
});
