import { roundRegion } from '.';

it('is what its own decimals read back', () => {
  const region = roundRegion({ x: 12.34567, y: -3.0005, width: 979.9999, height: -0 });
  expect(region).toEqual({ x: 12.346, y: -3, width: 980, height: 0 });
  expect(JSON.parse(JSON.stringify(region))).toEqual(region);
  expect(roundRegion(region)).toEqual(region);
});
