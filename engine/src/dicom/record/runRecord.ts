import { sha256Hex } from '../../bundle';
import { READING_NAMES, type Readings } from '../../features';
import { roundRegion } from '../../radiograph';
import { depthsBetween, type Volume } from '../../volume';
import { text, type DicomAttributes } from '../attributes';
import { PRODUCT } from '../product';
import type { MeasuredWidth, Provenance } from '../provenance';
import type { RunRecord } from './schema';

function given(readings: Readings | undefined): RunRecord['readings'] {
  const record: RunRecord['readings'] = {};
  for (const name of READING_NAMES) {
    const { value = null, source = null } = readings?.[name] ?? {};
    if (value !== null) {
      record[name] = { value, source: source ?? 'typed' };
    }
  }
  return record;
}

function rounded(width: MeasuredWidth): RunRecord['measuredWidths'][number] {
  const { compartment, widthMm, adjusted = false, scale = 'known', confidence = 1 } = width;
  return {
    compartment,
    widthMm: Math.round(1000 * widthMm) / 1000,
    adjusted,
    scale,
    confidence: Math.round(100 * confidence) / 100,
  };
}

function span(depthsMm: readonly number[]): RunRecord['depths'] {
  const [posterior = 0, anterior = posterior] = [depthsMm[0], depthsMm.at(-1)];
  const [first = 0, last = first] = depthsBetween(posterior, anterior, 2);
  return { first, last, count: depthsMm.length };
}

/** SHA-256 of stored pixels as they lie in DICOM files: 16 bit, little endian. */
export function pixelsSha256(pixels: Uint16Array): string {
  const bytes = new Uint8Array(2 * pixels.length);
  const view = new DataView(bytes.buffer);
  pixels.forEach((value, index) => view.setUint16(2 * index, value, true));
  return sha256Hex(bytes);
}

/**
 * The record of a run, from what it was asked for and what came out.
 * @param source attributes of the radiograph
 * @param storedPixels of all slices in the order of their numbers
 */
export function runRecord(
  volume: Volume,
  source: DicomAttributes,
  provenance: Provenance,
  storedPixels: Uint16Array
): RunRecord {
  const { modelName, modelVersion, bundleSha256, region } = provenance;
  return {
    productVersion: PRODUCT.version,
    model: { name: modelName, version: modelVersion, bundleSha256 },
    radiographUid: text(source, 'SOPInstanceUID'),
    radiographSha256: provenance.radiographSha256 ?? null,
    side: volume.side,
    frame: provenance.frame ?? 1,
    turnedOver: provenance.turnedOver ?? false,
    region: region === undefined ? null : roundRegion(region),
    readings: given(provenance.readings),
    measuredWidths: (provenance.measuredWidths ?? []).map(rounded),
    depths: span(volume.depthsMm),
    seed: provenance.seed,
    sample: provenance.sample,
    samples: provenance.samples ?? 1,
    content: provenance.content ?? 'sample',
    steps: provenance.steps,
    solver: provenance.solver,
    guidance: provenance.guidance,
    batchSize: provenance.batchSize ?? null,
    runtime: provenance.runtime,
    volumeSha256: provenance.volumeSha256 ?? null,
    pixelsSha256: pixelsSha256(storedPixels),
  };
}
