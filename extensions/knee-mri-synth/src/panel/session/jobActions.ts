import {
  PanelError,
  type GeneratedSeries,
  type JobCallbacks,
  type PanelHost,
  type RepeatResult,
  type StoredRun,
  type SynthesisJob,
} from '../../host';
import { collectProgress } from './collectProgress';
import type { Store } from './createStore';
import { filmOf, kneeRead } from './kneeReadings';
import { openDoubts } from './openDoubts';
import { depthsOf } from './options';
import { withBatch } from './pictures';
import { sentenceOf } from './sentenceOf';
import type { JobView, Save, SessionState } from './state';
import { measuredWidthsOf } from './widths';

/** The job that the state describes; null where something is missing or doubted. */
export function jobOf(state: SessionState): SynthesisJob | null {
  const { radiograph, region, side, readings, options } = state;
  if (radiograph.status !== 'ready' || region.status !== 'ready' || side === null) {
    return null;
  }
  if (openDoubts(state).length > 0) {
    return null;
  }
  const depthsMm = depthsOf(options);
  const measuredWidths = measuredWidthsOf(state);
  return {
    radiograph: radiograph.value,
    region: region.value.region,
    side,
    readings,
    ...(measuredWidths.length > 0 ? { measuredWidths } : {}),
    seed: options.seed,
    steps: options.steps,
    solver: options.solver,
    guidance: options.guidance,
    ...(depthsMm ? { depthsMm } : { slices: options.slices }),
  };
}

/** What the job on show is made from, where the user has turned to another knee since. */
export function otherKneeOf(state: SessionState): JobView['from'] | null {
  const { job } = state;
  if (job.status !== 'running' && job.status !== 'done') {
    return null;
  }
  const { film, side } = kneeRead(state);
  return job.from.film === film && job.from.side === side ? null : job.from;
}

/** A series that is in the archive in part from before is in the state that it was left in. */
function saveOf({ completion }: GeneratedSeries): Save {
  return completion?.isSame
    ? { status: 'ended', outcome: completion.found }
    : { status: 'unsaved' };
}

/** How a job goes beyond what it is made of. */
export interface JobPlan {
  /** The stored series that it is to be the rest of. */
  completes?: StoredRun;
  /** Compares what it gives with something stored before it is shown as done. */
  compare?(series: GeneratedSeries): Promise<RepeatResult | null>;
  /** Told when it is done, unless another job was started since. */
  onDone?(series: GeneratedSeries): void;
}

/** Starting and cancelling jobs; only the newest one changes the state. */
export function createJobActions(host: PanelHost, store: Store<SessionState>) {
  let abort: AbortController | null = null;

  const run = async (
    job: SynthesisJob,
    controller: AbortController,
    { completes, compare, onDone }: JobPlan
  ) => {
    const isCurrent = () => abort === controller;
    const slices = job.depthsMm?.length ?? job.slices ?? 0;
    const started = performance.now();
    const change = (update: (state: SessionState) => Partial<SessionState>) => {
      if (isCurrent()) {
        store.update(update(store.get()));
      }
    };
    const progress = collectProgress(reports =>
      change(({ job: view }) =>
        view.status === 'running'
          ? { job: { ...view, progress: { ...view.progress, ...reports } } }
          : {}
      )
    );
    try {
      const callbacks: JobCallbacks = {
        signal: controller.signal,
        onRuntime: runtime =>
          change(state =>
            state.job.status === 'running' ? { job: { ...state.job, runtime } } : {}
          ),
        onWaiting: ahead =>
          change(({ job: view }) =>
            view.status === 'running' ? { job: { ...view, waitingFor: ahead } } : {}
          ),
        onProgress: progress.report,
        onSlices: batch =>
          change(({ job: view }) =>
            view.status === 'running'
              ? { job: { ...view, pictures: withBatch(view.pictures, batch, slices) } }
              : {}
          ),
      };
      const series = await host.generate(job, callbacks, completes);
      progress.flush();
      const seconds = (performance.now() - started) / 1000;
      const repeated = (await compare?.(series)) ?? null;
      change(({ job: view }) =>
        view.status === 'running'
          ? {
              job: { ...view, status: 'done', series, seconds, repeated },
              save: saveOf(series),
            }
          : {}
      );
      if (isCurrent()) {
        onDone?.(series);
      }
    } catch (error) {
      const cancelled = error instanceof PanelError && error.cancelled;
      change(() => ({
        job: cancelled ? { status: 'cancelled' } : { status: 'failed', message: sentenceOf(error) },
      }));
    }
  };

  const abandon = () => {
    const last = abort;
    abort = null;
    last?.abort();
  };

  const start = (job: SynthesisJob, plan: JobPlan = {}) => {
    const controller = new AbortController();
    abort = controller;
    const state = store.get();
    store.update({
      job: {
        status: 'running',
        from: { film: filmOf(state, state.candidateId), side: job.side },
        waitingFor: 0,
        runtime: null,
        progress: {},
        pictures: [],
      },
    });
    void run(job, controller, plan);
  };

  return {
    /** Ends the job without a word, for example because another study was opened. */
    abandon,
    start,
    actions: {
      generate() {
        const job = jobOf(store.get());
        if (!job || store.get().job.status === 'running') {
          return;
        }
        start(job);
      },
      cancel() {
        if (store.get().job.status === 'running') {
          abandon();
          store.update({ job: { status: 'cancelled' } });
        }
      },
    },
  };
}
