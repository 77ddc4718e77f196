import { candidateIdOf, filmOfCandidate } from './candidateId';
import type { DisplaySet } from './ohif';

const stack: DisplaySet = {
  displaySetInstanceUID: 'guid/of-the-host',
  StudyInstanceUID: '1.2',
  SeriesInstanceUID: '1.2.1',
  instances: [{ SOPInstanceUID: '1.2.1.1' }, { SOPInstanceUID: '1.2.1.2' }],
};
const displaySetOf = (uid: string) => (uid === stack.displaySetInstanceUID ? stack : undefined);

describe('what the panel calls a film', () => {
  it('leads back to its image, and to no other of the stack', () => {
    const ids = stack.instances?.map(instance => candidateIdOf({ displaySet: stack, instance }));
    expect(new Set(ids).size).toBe(2);
    const found = ids?.map(id => filmOfCandidate(id, displaySetOf)?.instance['SOPInstanceUID']);
    expect(found).toEqual(['1.2.1.1', '1.2.1.2']);
  });

  it('leads nowhere once the display set or the image is gone', () => {
    expect(filmOfCandidate('guid/of-the-host/1.2.1.3', displaySetOf)).toBeNull();
    expect(filmOfCandidate('gone/1.2.1.1', displaySetOf)).toBeNull();
    expect(filmOfCandidate('no name', displaySetOf)).toBeNull();
  });

  it('names a display set of one image whose UID the viewer does not tell', () => {
    const displaySet = { ...stack, instances: [], instance: { Modality: 'DX' } };
    const id = candidateIdOf({ displaySet, instance: displaySet.instance });
    expect(filmOfCandidate(id, () => displaySet)?.instance).toBe(displaySet.instance);
  });
});
