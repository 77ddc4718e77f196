import { bundleFolder, createNodeEngine } from '@xray-to-mri/engine/runtime/node';
import { loadBundle } from '../bundle';
import {
  buildSyntheticSeries,
  patientFor,
  type RepeatRequest,
  type RunRecord,
  type SyntheticSeries,
  type SyntheticSeriesRequest,
} from '../dicom';
import { provenanceOf, type Runtime } from '../runtime';
import { CliError, EXIT } from './CliError';
import type { CliContext } from './io';
import { RUNTIMES } from './optionValues';
import { namingBundle } from './ownErrors';
import { ProgressBar } from './progressBar';
import type { Input } from './readInput';

/** A recorded run with all that it takes to make it again. */
export interface Repeat {
  input: Input;
  request: RepeatRequest;
  runtime: Runtime;
  bundleDir: string;
}

/** Writes the volume of a run as a series. */
export type BuildSeries = (
  change?: Pick<SyntheticSeriesRequest, 'identity' | 'seriesNumber'>
) => SyntheticSeries;

/**
 * The runtime to repeat a run on: the one that it was made on, unless another is wanted.
 * @throws {CliError} when it is not known here
 */
export function runtimeOf({ runtime }: RunRecord, wanted: Runtime | null): Runtime {
  const known = wanted ?? RUNTIMES.find(name => name === runtime);
  if (known === undefined) {
    throw new CliError(
      EXIT.input,
      `The run was made on "${runtime}", which is not known here. Choose another with --runtime.`
    );
  }
  return known;
}

/**
 * Makes the volume of a recorded run again.
 * @throws {CliError} and what the engine throws
 */
export async function makeAgain(
  { input, request, runtime, bundleDir }: Repeat,
  { stderr, signal }: CliContext
): Promise<BuildSeries> {
  return namingBundle(bundleDir, async () => {
    const { networks } = await loadBundle(bundleFolder(bundleDir));
    const bar = new ProgressBar(stderr);
    const engine = createNodeEngine({ bundleDir, runtime });
    try {
      const result = await engine.synthesize(
        { ...request, ...patientFor(networks, input.attributes), radiograph: input.radiograph },
        {
          ...(signal ? { signal } : {}),
          onProgress: ({ phase, done, total }) => bar.update(phase, done, total),
        }
      );
      const info = await engine.info;
      return change =>
        buildSyntheticSeries({
          volume: result.volume,
          source: input.attributes,
          provenance: {
            ...provenanceOf(info, request, result),
            measuredWidths: request.measuredWidths,
          },
          intensity: info.bundle.xray_to_mri.intensity,
          displayOnly: true,
          ...change,
        });
    } finally {
      bar.end();
      await engine.dispose();
    }
  });
}
