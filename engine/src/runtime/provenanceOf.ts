import type { Provenance } from '../dicom';
import type { EngineInfo, SynthesisRequest, SynthesisResult } from './types';

/** What went in, as far as the result does not tell it. */
type ProvenInput = Pick<SynthesisRequest, 'region' | 'readings'> &
  Pick<Provenance, 'frame' | 'turnedOver'>;

/** What a result was made from and with, for the files that are written of it. */
export function provenanceOf(
  { bundle, bundleSha256 }: Pick<EngineInfo, 'bundle' | 'bundleSha256'>,
  { region, readings, frame, turnedOver }: ProvenInput,
  { options, runtime, hashes }: Pick<SynthesisResult, 'options' | 'runtime' | 'hashes'>
): Provenance {
  const networks = Object.entries(bundle.xray_to_mri.networks);
  return {
    modelName: bundle.name,
    modelVersion: bundle.version,
    bundleSha256,
    weightsSha256: Object.fromEntries(networks.map(([name, { sha256 }]) => [name, sha256])),
    seed: options.seed,
    sample: options.sample,
    steps: options.steps,
    solver: options.solver,
    guidance: options.guidance,
    batchSize: options.batchSize,
    runtime,
    region,
    frame,
    turnedOver,
    readings,
    radiographSha256: hashes.radiographSha256,
    volumeSha256: hashes.volumeSha256,
  };
}
