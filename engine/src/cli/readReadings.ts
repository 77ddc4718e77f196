import { bundleFolder, createNodeEngine } from '@xray-to-mri/engine/runtime/node';
import { loadBundle } from '../bundle';
import { NOT_FOR_DIAGNOSIS } from '../dicom';
import { READINGS, type ReadingSuggestions } from '../features';
import { chooseKnee, type KneeChoice } from './chooseKnee';
import { EXIT } from './CliError';
import type { CliContext } from './io';
import { namingBundle } from './ownErrors';
import type { ReadOptions } from './parseReadOptions';
import { ProgressBar } from './progressBar';
import { readInput } from './readInput';
import { suggestedJson, type SuggestedReadingsJson } from './suggestedReadings';

/** What `--json` prints. */
export interface ReadJson extends SuggestedReadingsJson {
  label: typeof NOT_FOR_DIAGNOSIS;
  input: { sha256: string };
  knee: Omit<KneeChoice, 'notes'>;
  bundle: { name: string; version: string; sha256: string };
}

function table({ suggestions, untold }: ReadingSuggestions): string {
  const lines = suggestions.map(({ name, value, probability, kappa }) => {
    const label = READINGS.find(known => known.name === name)?.label ?? '';
    const percent = `${Math.round(100 * probability)} %`;
    return [name.padEnd(7), String(value), percent.padStart(5), kappa.toFixed(2), label].join('  ');
  });
  return [
    'reading  grade, its probability, weighted kappa of the grader',
    ...lines,
    ...(untold.length > 0 ? [`It cannot tell: ${untold.join(', ')}.`] : []),
    'Suggestions only, used nowhere. What you accept goes into a file for "synthesize --readings", like',
    '{"XRKL": {"value": 2, "source": "suggested"}}.',
    '',
  ].join('\n');
}

/** The command `read`: what the model's grader would read on a radiograph. */
export async function readReadings(options: ReadOptions, context: CliContext): Promise<number> {
  const { stdout, stderr, signal, defaultBundle } = context;
  const input = await readInput({ ...options, patientId: null, studyUid: null });
  const bundleDir = options.bundle ?? defaultBundle;
  const model = await namingBundle(bundleDir, () => loadBundle(bundleFolder(bundleDir)));
  const knee = chooseKnee(input, options, model.networks.radiograph.region_mm);
  const { notes, ...chosen } = knee;
  for (const note of [...input.notes, ...notes]) stderr.write(`note: ${note}\n`);
  const bar = new ProgressBar(stderr);
  const engine = createNodeEngine({ bundleDir, runtime: options.runtime });
  try {
    const { radiograph } = input;
    const found = await namingBundle(bundleDir, () =>
      engine.suggestReadings(
        { radiograph, region: knee.region, side: knee.side },
        {
          ...(signal ? { signal } : {}),
          onProgress: ({ phase, done, total }) => bar.update(phase, done, total),
        }
      )
    );
    bar.end();
    const { name, version } = model.metadata;
    const json: ReadJson = {
      label: NOT_FOR_DIAGNOSIS,
      input: { sha256: input.sha256 },
      knee: chosen,
      bundle: { name, version, sha256: model.sha256 },
      ...suggestedJson(found),
    };
    stdout.write(options.json ? `${JSON.stringify(json, null, 2)}\n` : table(found));
    return EXIT.ok;
  } finally {
    bar.end();
    await engine.dispose();
  }
}
