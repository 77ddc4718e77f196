/**
 * @jest-environment <rootDir>/test/hostArraysEnvironment.cjs
 */
import { SAMPLED_NETWORKS, SAMPLING_RUNS } from '../fixtures/samplingRuns';
import { TINY_BUNDLE } from '../fixtures/tinyBundle';
import { createNodeEngine } from '.';

jest.setTimeout(120_000);

/** Relative L2 distance of a whole run from PyTorch's; the README states it. */
const TOLERANCE = 1e-5;

const engine = createNodeEngine({ bundleDir: TINY_BUNDLE, threads: 1 });
afterAll(() => engine.dispose());

describe("a whole run beside PyTorch's", () => {
  it('is made with the networks that PyTorch had', async () => {
    const { bundle } = await engine.info;
    const found = Object.entries(bundle.xray_to_mri.networks);
    expect(Object.fromEntries(found.map(([name, { sha256 }]) => [name, sha256]))).toEqual(
      SAMPLED_NETWORKS
    );
  });

  it.each(SAMPLING_RUNS)('ends at its slices: $name', async ({ request, distance }) => {
    const { volume } = await engine.synthesize(request);
    const { values, norm } = distance(volume.data);
    expect(values).toBeLessThan(TOLERANCE);
    expect(norm).toBeLessThan(TOLERANCE);
  });

  it.each(SAMPLING_RUNS)('is not reached from other noise: $name', async run => {
    const { volume } = await engine.synthesize({ ...run.request, seed: 1 });
    expect(run.distance(volume.data).values).toBeGreaterThan(0.1);
  });
});
