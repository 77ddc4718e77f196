import { JobQueue } from './jobQueue';

const settle = () => new Promise<void>(resolve => setTimeout(resolve, 0));

/** A job that waits for its turn, and what it was told meanwhile. */
function job(queue: JobQueue, signal?: AbortSignal) {
  const told: number[] = [];
  const turn = queue.turn({ signal, onWaiting: ahead => told.push(ahead) });
  turn.catch(() => undefined);
  return { told, turn };
}

describe('the queue of jobs', () => {
  it('lets the first job begin at once, without a word', async () => {
    const { told, turn } = job(new JobQueue());
    await turn;
    expect(told).toEqual([]);
  });

  it('takes one job after the other and tells each how many come before it', async () => {
    const queue = new JobQueue();
    const [first, second, third] = [job(queue), job(queue), job(queue)];
    expect([second.told, third.told]).toEqual([[1], [2]]);
    (await first.turn)();
    const endOfSecond = await second.turn;
    expect([second.told, third.told]).toEqual([
      [1, 0],
      [2, 1],
    ]);
    endOfSecond();
    await third.turn;
    expect(third.told).toEqual([2, 1, 0]);
  });

  it('lets a job that is given up leave, and those behind it move up', async () => {
    const queue = new JobQueue();
    const cancel = new AbortController();
    const first = job(queue);
    const second = job(queue, cancel.signal);
    const third = job(queue);
    cancel.abort(new Error('enough'));
    await expect(second.turn).rejects.toThrow('enough');
    expect(third.told).toEqual([2, 1]);
    (await first.turn)();
    await third.turn;
    expect(second.told).toEqual([1]);
  });

  it('does not end a turn twice', async () => {
    const queue = new JobQueue();
    const end = await job(queue).turn;
    const [second, third] = [job(queue), job(queue)];
    end();
    end();
    await second.turn;
    await settle();
    expect(third.told).toEqual([2, 1]);
  });

  it('refuses a job that was given up before it came', async () => {
    await expect(job(new JobQueue(), AbortSignal.abort()).turn).rejects.toThrow();
  });
});
