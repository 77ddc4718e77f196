/**
 * @jest-environment <rootDir>/test/hostArraysEnvironment.cjs
 */
import { smallRequest } from '../fixtures/requests';
import { TINY_BUNDLE } from '../fixtures/tinyBundle';
import { createNodeEngine } from '.';

jest.setTimeout(300_000);

const JOBS = 50;
/** Most that fifty jobs may add to the process, of which each makes a volume of 1 MB. */
const BOUND_MB = 32;
const MEGABYTE = 2 ** 20;

it('does not grow with the number of jobs, finished and cancelled ones in turn', async () => {
  const engine = createNodeEngine({ bundleDir: TINY_BUNDLE, threads: 1 });
  const job = async (seed: number) => {
    const abort = new AbortController();
    await engine
      .synthesize(smallRequest({ seed, slices: 4, steps: 1 }), {
        signal: abort.signal,
        onSlices: () => seed % 2 && abort.abort(),
      })
      .catch((error: unknown) => expect(error).toMatchObject({ code: 'cancelled' }));
  };
  for (let seed = 0; seed < 10; seed++) await job(seed);
  const before = process.memoryUsage.rss();
  for (let seed = 0; seed < JOBS; seed++) await job(seed);
  const grownMb = (process.memoryUsage.rss() - before) / MEGABYTE;
  await engine.dispose();
  expect(grownMb).toBeLessThan(BOUND_MB);
});
