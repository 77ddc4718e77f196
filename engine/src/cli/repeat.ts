import { bundleFolder, createNodeEngine } from '@xray-to-mri/engine/runtime/node';
import { loadBundle } from '../bundle';
import {
  buildSyntheticSeries,
  compareRuns,
  readRunRecord,
  repeatRequest,
  type RepeatFinding,
  type RepeatRequest,
  type RunRecord,
  type SyntheticSeries,
} from '../dicom';
import { provenanceOf, type Runtime } from '../runtime';
import { CliError, EXIT } from './CliError';
import type { CliContext } from './io';
import { assertFree, fillFolder } from './outputFolder';
import { namingBundle } from './ownErrors';
import type { RepeatOptions } from './parseOptions';
import { ProgressBar } from './progressBar';
import { readInput, type Input } from './readInput';
import { readStored } from './readStored';
import { writeSeriesFiles } from './writeVolume';

const RUNTIMES: readonly Runtime[] = ['cpu', 'wasm', 'webgpu'];

/** What `--json` prints. */
export interface RepeatJson extends RepeatFinding {
  stored: RunRecord;
  again: RunRecord;
}

interface Repeat {
  input: Input;
  request: RepeatRequest;
  runtime: Runtime;
  bundleDir: string;
}

function runtimeOf({ runtime }: RunRecord, wanted: Runtime | null): Runtime {
  const known = wanted ?? RUNTIMES.find(name => name === runtime);
  if (known === undefined) {
    throw new CliError(
      EXIT.input,
      `The run was made on "${runtime}", which is not known here. Choose another with --runtime.`
    );
  }
  return known;
}

async function makeAgain(
  { input, request, runtime, bundleDir }: Repeat,
  { stderr, signal }: CliContext
): Promise<SyntheticSeries> {
  const bar = new ProgressBar(stderr);
  const engine = createNodeEngine({ bundleDir, runtime });
  try {
    const result = await engine.synthesize(
      { ...request, radiograph: input.radiograph },
      {
        ...(signal ? { signal } : {}),
        onProgress: ({ phase, done, total }) => bar.update(phase, done, total),
      }
    );
    const info = await engine.info;
    return buildSyntheticSeries({
      volume: result.volume,
      source: input.attributes,
      provenance: provenanceOf(info, request, result),
      intensity: info.bundle.xray_to_mri.intensity,
      displayOnly: true,
    });
  } finally {
    bar.end();
    await engine.dispose();
  }
}

function pixelsOf({ instances }: SyntheticSeries): Uint16Array {
  const slices = instances.map(
    ({ dataset }) => new Uint16Array(dataset['PixelData'] as ArrayBuffer)
  );
  const pixels = new Uint16Array(slices.reduce((sum, slice) => sum + slice.length, 0));
  let at = 0;
  for (const slice of slices) {
    pixels.set(slice, at);
    at += slice.length;
  }
  return pixels;
}

function sentenceOf({ verdict, distance, changes }: RepeatFinding): string {
  const apart =
    distance === null ? 'only hashes were compared' : `${distance.toExponential(1)} apart`;
  const heading = {
    identical: 'Identical: the pixels are the same (SHA-256).',
    'within-tolerance': `Within the tolerance of another runtime: the pixels are ${apart}.`,
    different: `Different: the pixels are not the same (${apart}).`,
  }[verdict];
  const unexplained =
    verdict === 'different' && changes.length === 0
      ? ['Model, radiograph, software and runtime are as they were: tell the maintainers.']
      : [];
  return [heading, ...changes, ...unexplained].join('\n  ');
}

/** The command `repeat`: makes a stored series again from its record, and compares. */
export async function repeat(options: RepeatOptions, context: CliContext): Promise<number> {
  if (options.out !== null) {
    await assertFree(options.out);
  }
  const stored = await readStored(options.stored);
  const request = repeatRequest(stored.record);
  const runtime = runtimeOf(stored.record, options.runtime);
  const input = await readInput({
    radiograph: options.radiograph,
    ...{ pixelSpacingMm: null, patientId: null, studyUid: null },
  });
  const bundleDir = options.bundle ?? context.defaultBundle;
  const series = await namingBundle(bundleDir, async () => {
    await loadBundle(bundleFolder(bundleDir));
    return makeAgain({ input, request, runtime, bundleDir }, context);
  });
  const again = readRunRecord(series.instances[0]?.dataset ?? {});
  const pixels = { stored: stored.pixels, again: pixelsOf(series) };
  const finding = compareRuns(stored.record, again, pixels);
  if (options.out !== null) {
    await fillFolder(options.out, async folder => void (await writeSeriesFiles(folder, series)));
  }
  const json: RepeatJson = { ...finding, stored: stored.record, again };
  context.stdout.write(`${options.json ? JSON.stringify(json, null, 2) : sentenceOf(finding)}\n`);
  return finding.verdict === 'different' ? EXIT.differs : EXIT.ok;
}
