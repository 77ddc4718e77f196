import { loadBundle, type Bundle, type BundleReader, type GraderSpec } from '../bundle';
import { suggestReadings } from '../features';
import { prepareRadiograph, roundRegion } from '../radiograph';
import { say } from '../sentences';
import { EngineError } from './EngineError';
import { parseGolden } from './golden';
import { mismatchError, type RuntimeCandidate } from './openEngine';
import { progressSpan } from './progressSpan';
import { testNetwork } from './selfTest';
import type { NetworkSession } from './sessions';
import type { JobOptions, SuggestionRequest, SuggestionResult } from './types';

interface OpenGrader {
  bundle: Bundle;
  session: NetworkSession;
}

function graderOf({ networks }: Bundle): GraderSpec {
  if (!networks.grader) {
    throw new EngineError('input', say('noGrader'));
  }
  return networks.grader;
}

/**
 * The network of a bundle that suggests readings. It is opened when it is first asked, apart from the
 * networks of the synthesis, and used only after it has given the bundle's golden answers.
 */
export class Grader {
  private opened: OpenGrader | null = null;

  /** @param candidate a runtime that works everywhere; a GPU gains nothing on so small a network */
  constructor(
    private readonly readFile: BundleReader,
    private readonly candidate: RuntimeCandidate
  ) {}

  /**
   * Suggestions for one knee; nothing is filled in by them.
   * @throws what the parts throw; `toEngineError` makes one kind of it
   */
  async suggest(request: SuggestionRequest, job: JobOptions): Promise<SuggestionResult> {
    const { bundle, session } = (this.opened ??= await this.open(job));
    const { radiograph: film, region, side } = request;
    const spec = bundle.networks;
    job.signal?.throwIfAborted();
    const span = progressSpan('radiograph', 1, job.onProgress);
    const data = prepareRadiograph(film, roundRegion(region), side, spec.radiograph);
    const { rows, columns } = spec.radiograph;
    const grades = await session.run({ radiograph: { data, dims: [1, 2, rows, columns] } });
    const found = suggestReadings(grades.data, spec);
    span.finish();
    return { ...found, runtime: this.candidate.runtime };
  }

  async release(): Promise<void> {
    const { opened } = this;
    this.opened = null;
    await opened?.session.release();
  }

  private async open({ signal, onProgress }: JobOptions): Promise<OpenGrader> {
    const bundle = await loadBundle(this.readFile, { signal });
    const { bytes } = graderOf(bundle);
    const load = progressSpan('load', bytes, onProgress);
    const { grader: cases } = parseGolden(await bundle.file('golden', { signal }));
    const weights = await bundle.file('grader', { signal, onBytes: read => load.reach(read) });
    load.finish();
    const openSession = await this.candidate.prepare();
    const session = await openSession(weights);
    try {
      if (!cases) {
        throw new EngineError('bundle-schema', say('graderUntested'));
      }
      const span = progressSpan('selftest', cases.length, onProgress);
      const mismatch = await testNetwork(inputs => session.run(inputs), cases, bundle.networks, {
        signal,
        span,
      });
      if (mismatch) throw mismatchError(this.candidate.runtime, { network: 'grader', ...mismatch });
      return { bundle, session };
    } catch (error) {
      await session.release();
      throw error;
    }
  }
}
