import { seriesRequest } from '../../test/syntheticKnee';
import { buildSyntheticSeries } from './buildSyntheticSeries';
import { readPart10 } from './part10';

const file = buildSyntheticSeries(seriesRequest()).instances[0]?.part10 ?? new Uint8Array(0);

it('reads what was written', () => {
  const { attributes, transferSyntaxUID, pixelFragments } = readPart10(file);
  expect(transferSyntaxUID).toBe('1.2.840.10008.1.2.1');
  expect(attributes['Rows']).toBe(32);
  expect(pixelFragments.map(fragment => fragment.byteLength)).toEqual([2 * 32 * 32]);
});

it('refuses what is no DICOM file', () => {
  expect(() => readPart10(new TextEncoder().encode('x'.repeat(500)))).toThrow(/not a DICOM file/);
  expect(() => readPart10(new Uint8Array(0))).toThrow(/not a DICOM file/);
});

it('gives a sentence for a file cut at any place, and prints nothing of it', async () => {
  const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map(name =>
    jest.spyOn(console, name).mockImplementation(() => undefined)
  );
  // Loggers take hold of the console when their module is loaded.
  await jest.isolateModulesAsync(async () => {
    const { readRadiographFile } = await import('./readRadiograph');
    for (let length = 140; length < file.length; length += 97) {
      expect(() => readRadiographFile(file.slice(0, length))).toThrow(
        expect.objectContaining({ name: 'RadiographError' })
      );
    }
  });
  expect(spies.flatMap(spy => spy.mock.calls)).toEqual([]);
  jest.restoreAllMocks();
});
