import { buildSyntheticSeries } from '../../dicom';
import { LocalEngine } from '../localEngine';
import { fetchBundle } from './fetchBundle';
import type { ToWorker } from './protocol';
import { browserRuntimes } from './runtimes';
import { serveJobs } from './serveJobs';

/** The entry of the dedicated worker. */
const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

const answer = serveJobs(scope, {
  openEngine: setup =>
    new LocalEngine(
      fetchBundle(setup.bundleUrl, { fetch: scope.fetch.bind(scope), caches: scope.caches }),
      browserRuntimes(setup)
    ),
  encodeSeries: (request, onProgress) => buildSyntheticSeries({ ...request, onProgress }),
});

scope.onmessage = ({ data }: MessageEvent<ToWorker>) => answer(data);
