import path from 'node:path';
import { bundleFolder, createNodeEngine } from '@xray-to-mri/engine/runtime/node';
import { loadBundle, type NetworkBundle } from '../../bundle';
import { NOT_FOR_DIAGNOSIS } from '../../dicom';
import type { Readings } from '../../features';
import type { Side } from '../../radiograph';
import { EngineError, type SynthesisEngine } from '../../runtime';
import { CliError, EXIT, textProperty } from '../CliError';
import type { CliContext } from '../io';
import { makeCase, readReadings } from '../makeCase';
import { exitCodeOf, isOwnError, namingBundle } from '../ownErrors';
import type { SynthesizeOptions } from '../parseOptions';
import { ProgressBar } from '../progressBar';
import { readInputBytes, type Input } from '../readInput';
import { claimCase } from './claim';
import { isDone, openCohortFolder } from './cohortFolder';
import { listCases, type CohortCase } from './listCases';
import { Pace } from './pace';
import { dicomWebStudies } from './studySource';

interface Failure {
  input: string;
  message: string;
}

/** What `--json` prints of a cohort. */
export interface CohortJson {
  /** Made by this run. */
  done: { input: string; folder: string }[];
  /** There before, or made by other processes meanwhile. */
  already: number;
  /** Other processes are at work on them. */
  elsewhere: number;
  /** Films of a study that cannot be used, where another one of the study could. */
  unused: Failure[];
  failed: Failure[];
}

/** Failures after which no case can succeed. */
const OF_ALL = ['selftest', 'no-adapter', 'device-lost', 'bundle-'];

function isOfAll(error: unknown): boolean {
  const cause = error instanceof EngineError ? error : causeOf(error);
  return cause instanceof EngineError && OF_ALL.some(code => cause.code.startsWith(code));
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

/** Why a case failed; its name stands before it already. */
function sentenceOf(error: unknown, label: string): string {
  if (!isOwnError(error)) {
    return `An internal error (${textProperty(error, 'name') ?? typeof error}).`;
  }
  const prefix = `${label}: `;
  return error.message.startsWith(prefix) ? error.message.slice(prefix.length) : error.message;
}

/**
 * A side that was given for many films chooses among them: it does not make a right knee of a left one.
 * @throws {CliError} for a film that names the other knee
 */
function requireSide({ side: named }: Input, wanted: Side | null, isSideItsOwn: boolean): void {
  if (!isSideItsOwn && wanted !== null && named !== null && named !== wanted) {
    const [names, asked] = [named, wanted].map(side => (side === 'R' ? 'right' : 'left'));
    throw new CliError(
      EXIT.input,
      `It names the ${names} knee, and the ${asked} one is asked for. If it is wrong, give the film a line of its own in a list, with its side.`
    );
  }
}

/** One process's run over a cohort. */
class CohortRun {
  readonly report: CohortJson = { done: [], already: 0, elsewhere: 0, unused: [], failed: [] };
  private readonly bar: ProgressBar;
  private readonly failures: { found: CohortCase; failure: Failure; isInput: boolean }[] = [];
  private readonly used = new Set<string | null>();

  constructor(
    private readonly setup: {
      options: SynthesizeOptions;
      readings: Readings[];
      engine: SynthesisEngine;
      model: NetworkBundle;
      context: CliContext;
    }
  ) {
    this.bar = new ProgressBar({ write: () => undefined, ...this.terminal() });
  }

  async overAll(cases: readonly CohortCase[]): Promise<void> {
    const { stderr, signal } = this.setup.context;
    const before = await this.countDone(cases);
    const pace = new Pace(before);
    stderr.write(`${cases.length} radiographs, ${before} of them made already.\n`);
    for (const found of cases) {
      signal?.throwIfAborted();
      const line = await this.one(found);
      if (line === null) continue;
      const done = await this.countDone(cases);
      const left = cases.length - done - this.failures.length;
      const parts = [line, pace.sentence(done, left)];
      if (this.failures.length > 0) parts.push(`${this.failures.length} failed`);
      stderr.write(`[${done}/${cases.length}] ${parts.filter(part => part !== '').join('; ')}\n`);
    }
    for (const { found, failure, isInput } of this.failures) {
      const isUnused = isInput && found.study !== null && this.used.has(found.study);
      (isUnused ? this.report.unused : this.report.failed).push(failure);
    }
  }

  /** What there is to say of a case; null where there was nothing to do. */
  private async one(found: CohortCase): Promise<string | null> {
    const folder = path.join(this.setup.options.out, found.name);
    if (await isDone(folder)) return this.passedBy(found);
    const claim = await claimCase(folder);
    if (claim === null) {
      this.report.elsewhere += 1;
      return null;
    }
    try {
      if (await isDone(folder)) return this.passedBy(found);
      const seconds = await this.make(found, folder);
      this.used.add(found.study);
      this.report.done.push({ input: found.label, folder });
      return `${found.label}: ${seconds.toFixed(1)} s`;
    } catch (error) {
      if (this.setup.context.signal?.aborted || isOfAll(error)) throw error;
      const failure = { input: found.label, message: sentenceOf(error, found.label) };
      this.failures.push({ found, failure, isInput: exitCodeOf(error) === EXIT.input });
      return `${found.label}: failed: ${failure.message}`;
    } finally {
      this.bar.end();
      await claim.release();
    }
  }

  private passedBy(found: CohortCase): null {
    this.used.add(found.study);
    this.report.already += 1;
    return null;
  }

  /** @returns the seconds that it took */
  private async make(found: CohortCase, folder: string): Promise<number> {
    const { engine, model, context, readings } = this.setup;
    const options = { ...this.setup.options, side: found.side ?? this.setup.options.side };
    const beganMs = performance.now();
    const input = await readInputBytes(await found.read(), {
      ...options,
      radiograph: found.label,
    });
    requireSide(input, options.side, found.isSideItsOwn);
    const own = found.readings === null ? readings : await readReadings([found.readings]);
    await makeCase(
      {
        ...{ options, input, readings: own, engine, model, signal: context.signal },
        onNote: () => undefined,
        onVolume: () => this.bar.restart(),
        onProgress: ({ phase, done, total }) => this.bar.update(phase, done, total),
      },
      folder
    );
    return (performance.now() - beganMs) / 1000;
  }

  private async countDone(cases: readonly CohortCase[]): Promise<number> {
    const found = await Promise.all(
      cases.map(({ name }) => isDone(path.join(this.setup.options.out, name)))
    );
    return found.filter(done => done).length;
  }

  /** The bar is for terminals only; a log gets one line a case. */
  private terminal() {
    const { stderr } = this.setup.context;
    return stderr.isTTY ? { isTTY: true, write: (text: string) => stderr.write(text) } : {};
  }
}

function summary({ done, already, elsewhere, unused, failed }: CohortJson, out: string): string {
  const list = (heading: string, failures: Failure[]) =>
    failures.length === 0
      ? []
      : [heading, ...failures.map(({ input, message }) => `  ${input}: ${message}`)];
  return [
    `${done.length} made, ${already} made already, ${elsewhere} in the hands of other processes, ${failed.length} failed; in ${out}. ${NOT_FOR_DIAGNOSIS}.`,
    ...list('Films that were not used, because another one of their study was:', unused),
    ...list('Failed (run the command again to try them again):', failed),
  ].join('\n');
}

/**
 * The command `synthesize` over many radiographs: a folder for each below --out. It goes on after a bad
 * one, does not make again what is there, and shares the cases with other processes over the same list.
 */
export async function synthesizeCohort(
  options: SynthesizeOptions,
  context: CliContext
): Promise<number> {
  const bundleDir = options.bundle ?? context.defaultBundle;
  const readings = await readReadings(options.readings);
  const bundle = await namingBundle(bundleDir, () => loadBundle(bundleFolder(bundleDir)));
  const studies = options.from === null ? null : dicomWebStudies(options.from, context);
  const { cases, unlisted } = await listCases(options, studies);
  if (cases.length === 0 && unlisted.length === 0) {
    throw new CliError(
      EXIT.input,
      `There is no radiograph (.dcm, .png) in ${[...options.inputs, options.list ?? []].flat().join(', ')}.`
    );
  }
  await openCohortFolder(options, bundle.sha256, readings);
  const engine = createNodeEngine({ bundleDir, runtime: options.runtime });
  const model = bundle.networks;
  const run = new CohortRun({ options, readings, engine, model, context });
  try {
    await namingBundle(bundleDir, () => run.overAll(cases));
  } finally {
    await engine.dispose();
  }
  const { report } = run;
  for (const { label, error } of unlisted) {
    report.failed.unshift({ input: label, message: sentenceOf(error, label) });
  }
  const text = options.json ? JSON.stringify(report, null, 2) : summary(report, options.out);
  context.stdout.write(`${text}\n`);
  return report.failed.length === 0 ? EXIT.ok : EXIT.failed;
}
