import { stat } from 'node:fs/promises';
import { bundleFolder, createNodeEngine } from '@xray-to-mri/engine/runtime/node';
import { loadBundle } from '../bundle';
import { NOT_FOR_DIAGNOSIS } from '../dicom';
import { EXIT } from './CliError';
import { synthesizeCohort } from './cohort';
import type { CliContext } from './io';
import { makeCase, readReadings } from './makeCase';
import { assertFree } from './outputFolder';
import { namingBundle } from './ownErrors';
import type { SynthesizeOptions } from './parseOptions';
import { ProgressBar } from './progressBar';
import { readInput } from './readInput';
import type { ResultJson } from './resultJson';

export type { ResultJson } from './resultJson';

/** The one file that is meant; null for folders, lists, studies, or more than one of anything. */
async function onlyFile({ inputs, list, from }: SynthesizeOptions): Promise<string | null> {
  const [file, ...more] = inputs;
  if (file === undefined || more.length > 0 || list !== null || from !== null) {
    return null;
  }
  const found = await stat(file).catch(() => null);
  return found?.isDirectory() ? null : file;
}

function summary({ volumes, statistics, knee }: ResultJson, out: string): string {
  const figures = statistics.length > 0 ? ', their mean and standard deviation' : '';
  return `${volumes.length} volume(s) of the ${knee.side === 'R' ? 'right' : 'left'} knee${figures} written to ${out}. ${NOT_FOR_DIAGNOSIS}.\n`;
}

async function synthesizeOne(
  file: string,
  options: SynthesizeOptions,
  { stdout, stderr, signal, defaultBundle }: CliContext
): Promise<number> {
  await assertFree(options.out);
  const input = await readInput({ ...options, radiograph: file });
  const readings = await readReadings(options.readings);
  const bundleDir = options.bundle ?? defaultBundle;
  const { networks } = await namingBundle(bundleDir, () => loadBundle(bundleFolder(bundleDir)));
  const bar = new ProgressBar(stderr);
  const engine = createNodeEngine({ bundleDir, runtime: options.runtime });
  try {
    const made = {
      ...{ options, input, readings, engine, signal },
      model: networks,
      onNote: (note: string) => stderr.write(`note: ${note}\n`),
      onVolume: () => bar.restart(),
      onProgress: ({ phase, done, total }: { phase: string; done: number; total: number }) =>
        bar.update(phase, done, total),
    };
    const result = await namingBundle(bundleDir, () => makeCase(made, options.out));
    bar.end();
    stdout.write(
      options.json ? `${JSON.stringify(result, null, 2)}\n` : summary(result, options.out)
    );
    return EXIT.ok;
  } finally {
    bar.end();
    await engine.dispose();
  }
}

/** The command `synthesize`: a radiograph, or a cohort of them, in; folders with volumes out. */
export async function synthesize(options: SynthesizeOptions, context: CliContext): Promise<number> {
  const file = await onlyFile(options);
  return file === null ? synthesizeCohort(options, context) : synthesizeOne(file, options, context);
}
