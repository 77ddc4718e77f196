import { jointPhantom } from '../../test/jointPhantom';
import type { Radiograph } from '../radiograph';
import { jointSpaceOf } from './jointSpaceOf';
import type { Input } from './readInput';

const REGION_MM = 140;

/** The joint space of a phantom of 4.3 mm whose pixel size comes from somewhere. */
function found(change: Partial<Radiograph>) {
  const phantom = jointPhantom({ gapMm: 4.3 });
  const { rows, columns, pixelSpacingMm } = phantom;
  const size = REGION_MM / (pixelSpacingMm ?? 1);
  const region = { x: (columns - size) / 2, y: (rows - size) / 2, width: size, height: size };
  const input = { radiograph: { ...phantom, ...change } } as Input;
  const knee = { side: 'R', region, regionFrom: 'given', confidence: null, notes: [] } as const;
  return jointSpaceOf(input, { ...knee, notes: [] }, REGION_MM);
}

it.each<[string, Partial<Radiograph>]>([
  ['known', { spacingSource: 'ImagerPixelSpacing' }],
  ['detector', { spacingSource: 'detector' }],
  ['estimated', { pixelSpacingMm: null, spacingSource: null }],
])('the joint space in result.json and in the record is told to be %s', (scale, change) => {
  const { json, widths } = found(change);
  expect(json.scale).toBe(scale);
  expect(widths.map(width => width.scale)).toEqual([scale, scale]);
  expect(json.medial.widthMm).toBeCloseTo(4.3, 0);
});
