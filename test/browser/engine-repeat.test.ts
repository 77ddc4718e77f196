/**
 * @jest-environment <rootDir>/../../engine/test/hostArraysEnvironment.cjs
 */
import type { Page } from 'playwright-core';
import {
  buildSyntheticSeries,
  compareRuns,
  pixelsOfSeries,
  pixelsSha256,
  provenanceOf,
  readRunRecord,
  REPEAT_TOLERANCE,
  repeatRequest,
  type RunRecord,
} from '../../engine/src';
import { smallRequest } from '../../engine/src/runtime/fixtures/requests';
import { createNodeEngine } from '../../engine/src/runtime/node';
import { RADIOGRAPH_ATTRIBUTES } from '../../engine/test/syntheticKnee';
import type * as EnginePage from './support/enginePage';
import { openEngineBrowser, TINY_BUNDLE, type EngineBrowser } from './support/engineBrowser';

/** Loads the page's module in the page; Playwright sends functions as text. */
declare const loadEngine: () => Promise<typeof EnginePage>;

/** A run that was made in a page, and made again from its record. */
interface Repeated {
  record: RunRecord;
  verdict: string;
  changes: unknown[];
  /** Stored pixels of both, as the page hashed them. */
  hashes: string[];
  pixels: number[];
}

let engineBrowser: EngineBrowser;
let page: Page;

beforeAll(async () => {
  engineBrowser = await openEngineBrowser();
  page = await engineBrowser.openPage();
});

afterAll(() => engineBrowser?.close());

/** Makes a series in the page, reads its record, and makes it again from that in another worker. */
function repeatInPage(prefer: 'wasm' | 'webgpu'): Promise<Repeated> {
  const given = { prefer, source: { ...RADIOGRAPH_ATTRIBUTES } };
  return page.evaluate(async ({ prefer: runtime, source }) => {
    const engine = await loadEngine();
    const { createWorkerEngine, provenanceOf: provenance, smallRequest: small } = engine;
    const { readRunRecord: read, pixelsOfSeries: pixelsOf, pixelsSha256: hash } = engine;
    const make = async (request: ReturnType<typeof small>) => {
      const worker = createWorkerEngine({
        workerUrl: '/plugin/worker.js',
        bundleUrl: '/models/tiny',
        prefer: runtime,
        threads: 1,
      });
      const result = await worker.synthesize(request);
      const info = await worker.info;
      const series = await worker.encodeSeries({
        volume: result.volume,
        source,
        provenance: provenance(info, request, result),
        intensity: info.bundle.xray_to_mri.intensity,
      });
      await worker.dispose();
      return { record: read(series.instances[0]?.dataset ?? {}), pixels: pixelsOf(series) };
    };
    const request = small({ slices: 3, steps: 3, seed: 7 });
    const first = await make(request);
    const again = await make({
      ...request,
      ...engine.repeatRequest(first.record),
      slices: undefined,
    });
    const { verdict, changes } = engine.compareRuns(first.record, again.record, {
      stored: null,
      again: again.pixels,
    });
    return {
      record: first.record,
      ...{ verdict, changes },
      hashes: [hash(first.pixels), hash(again.pixels)],
      pixels: [...again.pixels],
    };
  }, given);
}

/** The same record made again in Node. */
async function repeatInNode(record: RunRecord) {
  const engine = createNodeEngine({ bundleDir: TINY_BUNDLE, runtime: 'cpu' });
  const request = { ...smallRequest(), ...repeatRequest(record), slices: undefined };
  const result = await engine.synthesize(request);
  const info = await engine.info;
  await engine.dispose();
  const series = buildSyntheticSeries({
    volume: result.volume,
    source: RADIOGRAPH_ATTRIBUTES,
    provenance: provenanceOf(info, request, result),
    intensity: info.bundle.xray_to_mri.intensity,
  });
  return {
    record: readRunRecord(series.instances[0]?.dataset ?? {}),
    pixels: pixelsOfSeries(series),
  };
}

describe.each(['wasm', 'webgpu'] as const)('a run of the browser on %s', runtime => {
  let repeated: Repeated;

  beforeAll(async () => {
    repeated = await repeatInPage(runtime);
  });

  it('gives the same pixels again from its record, by their hash', () => {
    const { record, verdict, changes, hashes, pixels } = repeated;
    expect(record.runtime).toBe(runtime);
    expect({ verdict, changes }).toEqual({ verdict: 'identical', changes: [] });
    expect(new Set([...hashes, record.pixelsSha256]).size).toBe(1);
    expect(pixelsSha256(Uint16Array.from(pixels))).toBe(record.pixelsSha256);
    // There is something on the pictures.
    expect(new Set(pixels).size).toBeGreaterThan(50);
  });

  it('is within the tolerance in Node, where the runtime is named as what differs', async () => {
    const { record, pixels } = repeated;
    const stored = Uint16Array.from(pixels);
    const again = await repeatInNode(record);
    const finding = compareRuns(record, again.record, { stored, again: again.pixels });
    expect(finding.verdict).not.toBe('different');
    expect(finding.distance).toBeLessThanOrEqual(REPEAT_TOLERANCE);
    expect(finding.changes).toHaveLength(1);
    // Another seed is far outside of it, so that the tolerance can tell runs apart.
    const other = await repeatInNode({ ...record, seed: 8 });
    expect(compareRuns(record, other.record, { stored, again: other.pixels })).toMatchObject({
      verdict: 'different',
    });
  });
});
