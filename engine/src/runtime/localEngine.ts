import type { Bundle, BundleReader } from '../bundle';
import { batchSizeFor } from './batchSize';
import { Checkpoint } from './checkpoint';
import { DeviceLosses } from './deviceLosses';
import { EngineError } from './EngineError';
import { Grader } from './grader';
import { JobMemory } from './jobMemory';
import { JobQueue, type EndTurn } from './jobQueue';
import { openEngine, type OpenedEngine, type RuntimeCandidate } from './openEngine';
import { onlyForward } from './progressSpan';
import { say } from '../sentences';
import { SharedTask } from './sharedTask';
import { synthesizeVolume } from './synthesizeVolume';
import { toEngineError } from './toEngineError';
import type {
  EngineInfo,
  JobOptions,
  SuggestionRequest,
  SuggestionResult,
  SynthesisEngine,
  SynthesisJobOptions,
  SynthesisRequest,
  SynthesisResult,
} from './types';

function batchSizeOf(candidate: RuntimeCandidate, { networks }: Bundle): number {
  return candidate.batchSize ?? batchSizeFor(candidate, networks);
}

function describe({ bundle, candidate, notes }: OpenedEngine): EngineInfo {
  return {
    bundle: bundle.metadata,
    bundleSha256: bundle.sha256,
    runtime: candidate.runtime,
    threads: candidate.threads,
    batchSize: batchSizeOf(candidate, bundle),
    notes,
  };
}

/** An engine in the thread that makes it; opens the bundle when it is first needed. */
export class LocalEngine implements SynthesisEngine {
  private readonly disposal = new AbortController();
  private readonly opening: SharedTask<OpenedEngine>;
  private readonly queue = new JobQueue();
  /** Whose sessions may be opened or run now: a runtime cannot be entered twice at once. */
  private readonly runtimeTurn = new JobQueue();
  private readonly grader: Grader | null;
  private readonly losses: DeviceLosses;
  private opened: OpenedEngine | null = null;
  private memory = new JobMemory();

  /** @param candidates runtimes in the order of preference */
  constructor(readFile: BundleReader, candidates: readonly RuntimeCandidate[]) {
    this.losses = new DeviceLosses(candidates);
    // The last one is what works everywhere.
    const last = candidates.at(-1);
    this.grader = last ? new Grader(readFile, last) : null;
    this.opening = new SharedTask(async options => {
      const endTurn = await this.runtimeTurn.turn({ signal: options.signal });
      try {
        const opened = await openEngine(readFile, this.losses.remaining, options);
        opened.notes.unshift(...this.losses.notes);
        this.opened = opened;
        this.memory = new JobMemory();
        return opened;
      } finally {
        endTurn();
      }
    });
  }

  get info(): Promise<EngineInfo> {
    return this.open();
  }

  /** What the engine runs with; see `info`. */
  async open(options: JobOptions = {}): Promise<EngineInfo> {
    const signal = this.withDisposal(options.signal);
    try {
      return describe(await this.opening.join({ ...options, signal }));
    } catch (error) {
      throw toEngineError(error, signal);
    }
  }

  synthesize(
    request: SynthesisRequest,
    options: SynthesisJobOptions = {}
  ): Promise<SynthesisResult> {
    return this.alone(options, job => this.run(request, job, new Checkpoint()));
  }

  suggestReadings(request: SuggestionRequest, options: JobOptions = {}): Promise<SuggestionResult> {
    return this.alone(options, async job => {
      const endTurn = await this.runtimeTurn.turn({ signal: job.signal });
      try {
        if (!this.grader) throw new EngineError('runtime', say('noRuntimeLeft'));
        return await this.grader.suggest(request, job);
      } finally {
        endTurn();
      }
    });
  }

  async dispose(): Promise<void> {
    this.disposal.abort();
    await this.close();
    await this.grader?.release();
  }

  /** Does one job when its turn has come. */
  private async alone<Options extends JobOptions, Result>(
    options: Options,
    work: (job: Options) => Promise<Result>
  ): Promise<Result> {
    const job = {
      ...options,
      signal: this.withDisposal(options.signal),
      onProgress: onlyForward(options.onProgress),
    };
    let endTurn: EndTurn | null = null;
    try {
      endTurn = await this.queue.turn(job);
      return await work(job);
    } catch (cause) {
      const error = toEngineError(cause, job.signal);
      if (error.code === 'out-of-memory') await this.close();
      throw error;
    } finally {
      endTurn?.();
    }
  }

  private withDisposal(signal?: AbortSignal): AbortSignal {
    return signal ? AbortSignal.any([signal, this.disposal.signal]) : this.disposal.signal;
  }

  /** Runs a job; when its device is lost on the way it goes on from its last finished batch. */
  private async run(
    request: SynthesisRequest,
    job: SynthesisJobOptions,
    checkpoint: Checkpoint
  ): Promise<SynthesisResult> {
    const { candidate, networks, bundle, notes } = await this.opening.join(job);
    const state = {
      networks,
      runtime: candidate.runtime,
      batchSize: batchSizeOf(candidate, bundle),
      bundleSha256: bundle.sha256,
      notes,
      memory: this.memory,
    };
    try {
      return await synthesizeVolume(state, request, job, checkpoint);
    } catch (error) {
      if (job.signal?.aborted || !(await candidate.isLost?.())) throw error;
      await this.close();
      this.losses.add(candidate, error);
      return this.run(request, job, checkpoint);
    }
  }

  private async close(): Promise<void> {
    const { opened } = this;
    this.opened = null;
    this.opening.giveUp();
    await opened?.networks.release();
  }
}
