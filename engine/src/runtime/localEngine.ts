import type { BundleReader } from '../bundle';
import { EngineError } from './EngineError';
import { openEngine, type OpenedEngine, type RuntimeCandidate } from './openEngine';
import { onlyForward } from './progressSpan';
import { SharedTask } from './sharedTask';
import { synthesizeVolume } from './synthesizeVolume';
import { toEngineError } from './toEngineError';
import type {
  EngineInfo,
  JobOptions,
  SynthesisEngine,
  SynthesisJobOptions,
  SynthesisRequest,
  SynthesisResult,
} from './types';

function describe({ bundle, candidate, notes }: OpenedEngine): EngineInfo {
  return {
    bundle: bundle.metadata,
    bundleSha256: bundle.sha256,
    runtime: candidate.runtime,
    threads: candidate.threads,
    notes,
  };
}

/** An engine in the thread that makes it; opens the bundle when it is first needed. */
export class LocalEngine implements SynthesisEngine {
  private readonly disposal = new AbortController();
  private readonly opening: SharedTask<OpenedEngine>;
  private candidates: readonly RuntimeCandidate[];
  private opened: OpenedEngine | null = null;
  private lossNotes: string[] = [];
  private busy = false;

  /** @param candidates runtimes in the order of preference */
  constructor(readFile: BundleReader, candidates: readonly RuntimeCandidate[]) {
    this.candidates = candidates;
    this.opening = new SharedTask(async options => {
      const opened = await openEngine(readFile, this.candidates, options);
      opened.notes.unshift(...this.lossNotes);
      this.opened = opened;
      return opened;
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

  async synthesize(
    request: SynthesisRequest,
    options: SynthesisJobOptions = {}
  ): Promise<SynthesisResult> {
    if (this.busy) {
      throw new EngineError(
        'busy',
        'Another synthesis is still running; wait for it or cancel it first.'
      );
    }
    this.busy = true;
    const job = {
      ...options,
      signal: this.withDisposal(options.signal),
      onProgress: onlyForward(options.onProgress),
    };
    try {
      return await this.run(request, job);
    } catch (cause) {
      const error = toEngineError(cause, job.signal);
      if (error.code === 'out-of-memory') await this.close();
      throw error;
    } finally {
      this.busy = false;
    }
  }

  async dispose(): Promise<void> {
    this.disposal.abort();
    await this.close();
  }

  private withDisposal(signal?: AbortSignal): AbortSignal {
    return signal ? AbortSignal.any([signal, this.disposal.signal]) : this.disposal.signal;
  }

  /** Runs a job, once more from its start on the next runtime when the device is lost on the way. */
  private async run(request: SynthesisRequest, job: SynthesisJobOptions): Promise<SynthesisResult> {
    const opened = await this.opening.join(job);
    const { candidate, networks, bundle, notes } = opened;
    try {
      return await synthesizeVolume(
        {
          networks,
          runtime: candidate.runtime,
          batchSize: candidate.batchSize,
          bundleSha256: bundle.sha256,
          notes,
        },
        request,
        job
      );
    } catch (error) {
      const others = this.candidates.slice(this.candidates.indexOf(candidate) + 1);
      if (job.signal?.aborted || others.length === 0 || !(await candidate.isLost?.())) throw error;
      await this.close();
      this.candidates = others;
      this.lossNotes.push(
        `The ${candidate.runtime} device was lost during a synthesis; it is not used again until the page is reloaded.`
      );
      return this.run(request, job);
    }
  }

  private async close(): Promise<void> {
    const { opened } = this;
    this.opened = null;
    this.opening.giveUp();
    await opened?.networks.release();
  }
}
