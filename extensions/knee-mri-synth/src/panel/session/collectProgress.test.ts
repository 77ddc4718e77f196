import { collectProgress, type PhaseReports } from './collectProgress';

describe('gathered progress', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function collecting() {
    const passed: PhaseReports[] = [];
    return { passed, ...collectProgress(reports => passed.push(reports)) };
  }

  it('passes on the newest report of each phase, ten times a second at most', () => {
    const { passed, report } = collecting();
    for (let done = 1; done <= 300; done++) {
      report({ phase: 'sample', done, total: 300 });
      jest.advanceTimersByTime(1);
    }
    report({ phase: 'decode', done: 1, total: 2 });
    jest.runAllTimers();
    expect(passed.length).toBeLessThanOrEqual(4);
    expect(Object.assign({}, ...passed)).toEqual({
      sample: { phase: 'sample', done: 300, total: 300 },
      decode: { phase: 'decode', done: 1, total: 2 },
    });
  });

  it('holds nothing back when it is flushed', () => {
    const { passed, report, flush } = collecting();
    report({ phase: 'encode', done: 2, total: 2 });
    flush();
    expect(passed).toEqual([{ encode: { phase: 'encode', done: 2, total: 2 } }]);
    jest.runAllTimers();
    expect(passed).toHaveLength(1);
  });
});
