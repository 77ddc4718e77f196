import { markOf, markOfDisplaySets } from './marking';
import type { DisplaySet } from './ohif';

const SYNTHETIC = {
  ImageType: ['DERIVED', 'SECONDARY', 'OTHER', 'SYNTHETIC'],
  SyntheticData: 'YES',
};
const SIMULATED = {
  ImageType: ['ORIGINAL', 'PRIMARY', 'OTHER'],
  SyntheticData: 'YES',
  SeriesDescription: 'SIMULATED ACQUISITION COR 3D DESS WE',
};
const ACQUIRED = { ImageType: ['ORIGINAL', 'PRIMARY', 'M'], SeriesDescription: 'COR PD FS' };

function displaySet(instance: Record<string, unknown>): DisplaySet {
  return {
    displaySetInstanceUID: 'd',
    StudyInstanceUID: '1.2',
    SeriesInstanceUID: '1.2.3',
    instances: [instance],
  };
}

describe('what an image is marked as', () => {
  it.each([
    ['synthetic', SYNTHETIC],
    ['synthetic', { ...SYNTHETIC, SyntheticData: undefined }],
    ['synthetic', { ImageType: 'DERIVED\\SECONDARY\\OTHER\\SYNTHETIC' }],
    ['synthetic', { ...SYNTHETIC, SeriesDescription: 'SIMULATED by someone' }],
    ['synthetic', { SyntheticData: 'YES', SeriesDescription: 'COR PD' }],
    ['simulated', SIMULATED],
    [null, ACQUIRED],
    [null, { SyntheticData: 'NO' }],
    [null, { SeriesDescription: 'SYNTHETIC, says only the description' }],
    [null, undefined],
  ])('is %s', (mark, dataset) => {
    expect(markOf(dataset)).toBe(mark);
  });

  it('is the gravest of all that a viewport shows', () => {
    expect(markOfDisplaySets([ACQUIRED, SIMULATED, SYNTHETIC].map(displaySet))).toBe('synthetic');
    expect(markOfDisplaySets([ACQUIRED, SIMULATED].map(displaySet))).toBe('simulated');
    expect(markOfDisplaySets([displaySet(ACQUIRED)])).toBeNull();
    expect(markOfDisplaySets([])).toBeNull();
  });
});
