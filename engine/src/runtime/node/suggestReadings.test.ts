/**
 * @jest-environment <rootDir>/test/hostArraysEnvironment.cjs
 */
import { TINY_BUNDLE } from '../fixtures/tinyBundle';
import { smallRequest } from '../fixtures/requests';
import { createNodeEngine } from './createNodeEngine';

jest.setTimeout(120_000);

describe("a real bundle's grader", () => {
  it('passes its self-test against PyTorch and suggests grades of its variables', async () => {
    const engine = createNodeEngine({ bundleDir: TINY_BUNDLE, threads: 1 });
    try {
      const { suggestions, untold } = await engine.suggestReadings(smallRequest());
      expect(suggestions).toHaveLength(18);
      expect(untold).toEqual(['XRCHL']);
      for (const { name, value, probability } of suggestions) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(name === 'XRKL' ? 4 : 3);
        expect(probability).toBeGreaterThan(0);
        expect(probability).toBeLessThan(1);
      }
      const mirrored = await engine.suggestReadings(smallRequest({ side: 'L' }));
      expect(mirrored.suggestions).not.toEqual(suggestions);
    } finally {
      await engine.dispose();
    }
  });
});
