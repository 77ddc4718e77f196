import { parseGolden } from './golden';

function document(seeds: number[]): Uint8Array {
  const cases = seeds.map(seed => ({
    seed,
    inputs: { latent: { shape: [2, 1, 2, 2] } },
    output: { indices: [0, 3], values: [0.5, -0.25], l2: 1 },
  }));
  const golden = { xray_encoder: cases, denoiser: cases, decoder: cases };
  return new TextEncoder().encode(JSON.stringify(golden));
}

describe("a bundle's expected outputs", () => {
  it('are read by network', () => {
    expect(parseGolden(document([11, 12])).decoder[1]).toMatchObject({ seed: 12 });
  });

  it.each([
    ['one case, which a runtime that answers always the same would pass', [11]],
    ['two equal cases, which a runtime that repeats its answer would pass', [11, 11]],
  ])('are refused with %s', (_, seeds) => {
    expect(() => parseGolden(document(seeds))).toThrow(
      expect.objectContaining({ code: 'schema', message: expect.stringContaining('exported') })
    );
  });
});
