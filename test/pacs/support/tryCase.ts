import type { StorableSeries, StoreOutcome } from '../../../engine/src/dicom';
import { textOf } from '../../../engine/src/sentences';
import { heldOf, newSeries, stateOf, type Row } from './cases';
import type { FaultProxy } from './faultProxy';
import { expectTrue, save, type Site } from './site';

/** A fault, and what has to come of it. */
export interface Case {
  fault: string;
  state: StoreOutcome['state'];
  held: string;
  said: RegExp | null;
  /** The state after saving again without the fault. */
  again?: StoreOutcome['state'];
}

/**
 * Saves a series with a fault, and again without it.
 * @param repaired what is saved again, where the fault lies in the series
 * @returns its line of the table
 */
export async function tryCase(
  site: Site,
  { fault, state, held, said, again = 'stored-and-verified' }: Case,
  make: FaultProxy['fault'],
  series: StorableSeries = newSeries(),
  repaired = series
): Promise<Row> {
  site.proxy.reset();
  site.proxy.fault = make;
  const first = await save(site, series);
  expect({ state: first.state, held: heldOf(first) }).toEqual({ state, held });
  if (said === null) {
    expect(first.reasons).toEqual([]);
  } else {
    expect(first.reasons.map(textOf).join(' ')).toMatch(said);
  }
  await expectTrue(site, series, first);
  site.proxy.reset();
  const second = await save(site, repaired);
  expect(second.state).toBe(again);
  await expectTrue(site, repaired, second);
  return {
    ...{ fault, state: stateOf(first), held, said: first.reasons[0]?.text ?? '-' },
    again: stateOf(second),
  };
}
