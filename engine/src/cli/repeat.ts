import {
  compareRuns,
  pixelsOfSeries,
  readRunRecord,
  repeatRequest,
  type RepeatFinding,
  type RunRecord,
} from '../dicom';
import { textOf } from '../sentences';
import { EXIT } from './CliError';
import type { CliContext } from './io';
import { makeAgain, runtimeOf } from './makeAgain';
import { assertFree, fillFolder } from './outputFolder';
import type { RepeatOptions } from './parseOptions';
import { readInput } from './readInput';
import { readStored } from './readStored';
import { writeSeriesFiles } from './writeVolume';

/** What `--json` prints. */
export interface RepeatJson extends Omit<RepeatFinding, 'changes'> {
  /** What is not as it was, in English. */
  changes: string[];
  stored: RunRecord;
  again: RunRecord;
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
  return [heading, ...changes.map(textOf), ...unexplained].join('\n  ');
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
    ...{ frame: request.frame, turnedOver: request.turnedOver },
    ...{ pixelSpacingMm: null, patientId: null, studyUid: null },
    ...{ frame: request.frame, turnedOver: request.turnedOver },
  });
  const bundleDir = options.bundle ?? context.defaultBundle;
  const build = await makeAgain({ input, request, runtime, bundleDir }, context);
  const series = build();
  const again = readRunRecord(series.instances[0]?.dataset ?? {});
  const pixels = { stored: stored.pixels, again: pixelsOfSeries(series) };
  const finding = compareRuns(stored.record, again, pixels);
  if (options.out !== null) {
    await fillFolder(options.out, async folder => void (await writeSeriesFiles(folder, series)));
  }
  const json: RepeatJson = {
    ...finding,
    changes: finding.changes.map(textOf),
    stored: stored.record,
    again,
  };
  context.stdout.write(`${options.json ? JSON.stringify(json, null, 2) : sentenceOf(finding)}\n`);
  return finding.verdict === 'different' ? EXIT.differs : EXIT.ok;
}
