import {
  patientFor,
  SURE_CONFIDENCE,
  type BundleMetadata,
  type SyntheticSeries,
} from '@xray-to-mri/engine';
import { createWorkerEngine, type WorkerEngine } from '@xray-to-mri/engine/runtime/browser';
import { viewerLanguage } from '../language';
import { filmOfCandidate } from './candidateId';
import { completionOf } from './completion';
import type { Configuration } from './configuration';
import { createFilmDrawings } from './filmDrawings';
import { synthesize, type HostJob } from './generate';
import { imageIdsOf } from './imageIds';
import { createLayout, type Layout } from './layout';
import { guardLeaving } from './leaving';
import { canShowLocalSeries, hideLocalSeries, showLocalSeries } from './localSource';
import type { DisplaySet, HostContext } from './ohif';
import { observerName } from './observer';
import { openRadiograph, type HostRadiograph } from './openRadiograph';
import { loadSeriesPixels } from './radiographPixels';
import { representative } from './marking';
import { toPanelError } from './toPanelError';
import {
  PanelError,
  type FilmReading,
  type GeneratedSeries,
  type OpenedRadiograph,
  type PanelHost,
  type StoredRun,
  type SynthesisJob,
} from './panelHost';
import { findReportedReadings, readReadingsFile } from './readings';
import { readModel } from './readModel';
import { tell } from './sentences';
import { describeSave, saveSeries } from './save';
import { SaveLedger } from './saveLedger';
import { compareRepeated, imagesOf, openStoredRun, openStoredSeries } from './storedRuns';
import { suggestReadings } from './suggest';
import { watchStudy } from './studyWatcher';
import { UnsavedSeries } from './unsavedSeries';

const FIRST_SERIES_NUMBER = 9001;
const NOTICE_MS = 10 * 60 * 1000;

/** The panel's host, with what the extension's other modules need of it. */
export interface ExtensionHost extends PanelHost, Pick<Layout, 'roles' | 'arrange'> {
  stop(): Promise<void>;
}

function nextSeriesNumber(displaySets: readonly DisplaySet[]): number {
  const numbers = displaySets.map(displaySet =>
    Number(representative(displaySet)?.['SeriesNumber'] ?? 0)
  );
  return Math.max(FIRST_SERIES_NUMBER - 1, ...numbers.filter(Number.isFinite)) + 1;
}

/**
 * Brings the host's services and the engine together for the panel.
 * @param ledger outlives the mode, which the user may leave and enter again
 */
export function createPanelHost(
  context: HostContext,
  configuration: Configuration | Error,
  ledger = new SaveLedger()
): ExtensionHost {
  const { servicesManager, extensionManager, commandsManager } = context;
  const { services } = servicesManager;
  const opened = new WeakMap<object, HostRadiograph>();
  const unsaved = new UnsavedSeries();
  const watcher = watchStudy(services, ledger);
  const layout = createLayout(services, extensionManager, watcher);
  const drawings = createFilmDrawings(services, extensionManager, one => opened.get(one));
  let lastAsked: string | null = null;
  let isLeft = false;
  let model: Promise<BundleMetadata> | null = null;

  const settings = () => {
    if (configuration instanceof Error) {
      throw toPanelError(configuration, tell('configurationUnusable'));
    }
    return configuration;
  };
  let engine: WorkerEngine | null = null;
  const startedEngine = () => (engine ??= createWorkerEngine(settings()));

  const findDisplaySet = (id: string) => services.displaySetService.getDisplaySetByUID(id);

  const displaySetOf = ({ id }: StoredRun) => {
    const found = findDisplaySet(id);
    if (!found) {
      throw new PanelError(tell('seriesClosed'));
    }
    return found;
  };

  const hostRadiograph = (radiograph: OpenedRadiograph): HostRadiograph => {
    const found = opened.get(radiograph);
    if (!found) {
      throw new PanelError(tell('radiographClosed'));
    }
    return found;
  };

  const hostJob = (job: SynthesisJob): HostJob => {
    const radiograph = hostRadiograph(job.radiograph);
    const { patient } = radiograph;
    return { ...job, radiograph, ...(patient ? { patient } : {}) };
  };

  const describe = ({ seriesInstanceUID }: GeneratedSeries) => {
    const { series, source } = unsaved.get(seriesInstanceUID);
    const stored = ledger.storedOf(seriesInstanceUID)?.images ?? 0;
    return describeSave(context, series, source.instance.attributes, stored);
  };

  /** Has the viewer show a series that is stored nowhere yet. */
  const show = async ({ seriesInstanceUID, instances }: SyntheticSeries, stop: () => void) => {
    ledger.addLocal(seriesInstanceUID);
    try {
      const datasets = instances.map(({ dataset }) => dataset);
      await showLocalSeries(extensionManager, commandsManager, datasets);
      stop();
    } catch (error) {
      // The host shows images while it still takes them in.
      hideLocalSeries(services.displaySetService, seriesInstanceUID);
      throw error;
    }
  };

  const readModelOnce = () => {
    model ??= Promise.resolve()
      .then(() => readModel(settings().bundleUrl))
      .catch((error: unknown) => {
        model = null;
        throw error;
      });
    return model;
  };

  const read = async (candidateId: string, reading?: FilmReading) => {
    const { xray_to_mri } = await readModelOnce();
    const film = filmOfCandidate(candidateId, findDisplaySet);
    if (!film) {
      throw new PanelError(tell('radiographClosed'));
    }
    const { region_mm } = xray_to_mri.radiograph;
    const radiograph = await openRadiograph(film, extensionManager, region_mm, reading);
    return { ...radiograph, ...patientFor(xray_to_mri, radiograph.instance.attributes) };
  };

  return {
    obstacle: canShowLocalSeries(commandsManager) ? null : tell('tooOldViewer'),
    language: viewerLanguage(),
    getStudy: watcher.getStudy,
    onStudyChange: watcher.onChange,
    readModel: readModelOnce,

    async openRadiograph(candidateId, reading) {
      lastAsked = candidateId;
      const radiograph = await read(candidateId, reading);
      opened.set(radiograph, radiograph);
      if (lastAsked === candidateId) {
        layout.showRadiograph(radiograph);
      }
      return radiograph;
    },

    async looksFrontal(candidateId) {
      const radiograph = await read(candidateId);
      try {
        return radiograph.propose(radiograph.side).confidence >= SURE_CONFIDENCE;
      } catch {
        // Nothing on it looks like a knee.
        return false;
      }
    },

    candidateOnShow: layout.candidateOnShow,
    nameRegion: drawings.nameRegion,
    nameWidths: drawings.nameWidths,
    drawRegion: drawings.drawRegion,
    drawWidths: drawings.drawWidths,

    async generate(job, callbacks, completes) {
      const prepared = hostJob(job);
      const details = {
        seriesNumber: nextSeriesNumber(watcher.getDisplaySets()),
        // Whoever typed the readings of a stored run is not known.
        observer: completes ? undefined : observerName(services.userAuthenticationService),
        completes: completes ? openStoredSeries(displaySetOf(completes)) : null,
      };
      const made = await synthesize(startedEngine(), prepared, callbacks, details);
      const { series } = made;
      const stopIfCancelled = () => {
        if (callbacks.signal.aborted) {
          throw new PanelError(tell('generationCancelled'), true);
        }
      };
      stopIfCancelled();
      const completion = completes && completionOf(completes, made.notCompleted);
      if (completion?.isSame) {
        // The viewer shows the part of it that is stored.
        ledger.note(series.seriesInstanceUID, { images: completion.found.stored, report: false });
      } else {
        await show(series, stopIfCancelled);
      }
      unsaved.keep(series, prepared.radiograph);
      layout.showSynthetic(series.seriesInstanceUID, prepared.radiograph);
      const { seed, steps, solver, guidance } = made.result.options;
      return {
        seriesInstanceUID: series.seriesInstanceUID,
        images: series.instances.length,
        options: { seed, steps, solver, guidance },
        ...(completion ? { completion } : {}),
      };
    },

    reportedReadings: side => findReportedReadings(watcher.getDisplaySets(), side),
    readReadingsFile: (file, side) => readReadingsFile(file, side, watcher.getDisplaySets()),
    suggestReadings: async (radiograph, region, side, signal) =>
      suggestReadings(startedEngine(), hostRadiograph(radiograph), region, side, signal),

    repeatJob(run, radiograph) {
      try {
        const { request } = openStoredRun(findDisplaySet(run.id));
        return { ...request, radiograph };
      } catch (error) {
        throw toPanelError(error, tell('recordUnreadable'));
      }
    },

    async compareWithStored(run, { seriesInstanceUID }) {
      const displaySet = displaySetOf(run);
      const { series } = unsaved.get(seriesInstanceUID);
      const images = imagesOf(displaySet, watcher.getDisplaySets());
      const { verdict, changes } = await compareRepeated(displaySet, series, async () =>
        images ? loadSeriesPixels(images, imageIdsOf(images, extensionManager)) : null
      );
      return { verdict, changes };
    },

    notify: notice => services.uiNotificationService?.show({ ...notice, duration: NOTICE_MS }),

    guardLeaving,

    describeSave: generated => describe(generated),

    async save({ seriesInstanceUID }, callbacks) {
      try {
        const { series } = unsaved.get(seriesInstanceUID);
        const outcome = await saveSeries(context, series, callbacks);
        if (outcome.state === 'saved') {
          unsaved.delete(seriesInstanceUID);
          ledger.close(seriesInstanceUID, outcome.stored);
        } else if (outcome.state === 'partly-saved') {
          ledger.note(seriesInstanceUID, { images: outcome.stored, report: false });
        }
        if (isLeft) {
          ledger.forget();
        }
        watcher.update();
        return outcome;
      } catch (error) {
        return { state: 'failed', reasons: [toPanelError(error, tell('saveFailed')).sentence] };
      }
    },

    roles: layout.roles,
    arrange: layout.arrange,

    async stop() {
      watcher.stop();
      drawings.stop();
      layout.stop();
      unsaved.clear();
      isLeft = true;
      ledger.forget();
      await engine?.dispose();
      engine = null;
    },
  };
}
