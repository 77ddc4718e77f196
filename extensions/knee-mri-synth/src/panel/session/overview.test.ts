import { FRONTAL } from '../../../test/fakeHost';
import type { Candidate } from '../../host';
import { overviewOf } from './overview';

function series(seriesUID: string, count: number, change: Partial<Candidate> = {}): Candidate[] {
  return Array.from({ length: count }, (_, index) => ({
    ...FRONTAL,
    id: `${seriesUID} ${index + 1}`,
    seriesUID,
    sure: false,
    ...change,
  }));
}

const idsOf = (candidates: readonly Candidate[]) => candidates.map(({ id }) => id);

describe('the images that are listed at first', () => {
  it('are all of short series', () => {
    const candidates = [...series('a', 5), ...series('b', 3)];
    expect(overviewOf(candidates)).toEqual(candidates);
  });

  it('are five of a long series whose images are equal, from all over it', () => {
    const run = idsOf(overviewOf([...series('film', 1, { sure: true }), ...series('run', 301)]));
    expect(run).toEqual(['film 1', 'run 1', 'run 76', 'run 151', 'run 226', 'run 301']);
  });

  it('are those that suit best, filled up with others', () => {
    const run = series('run', 100);
    const [sure, lateral] = [run[41], run[7]];
    if (!sure || !lateral) throw new Error('The series is too short.');
    sure.sure = true;
    lateral.usable = false;
    const overview = overviewOf(run);
    expect(overview).toHaveLength(5);
    expect(overview).toContain(sure);
    expect(overview).not.toContain(lateral);
    expect(idsOf(overview)).toEqual(['run 1', 'run 34', 'run 42', 'run 68', 'run 100']);
  });

  it('are not without the one that was chosen', () => {
    expect(idsOf(overviewOf(series('run', 100), 'run 3'))).toContain('run 3');
  });
});
