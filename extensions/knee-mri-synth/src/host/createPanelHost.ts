import {
  regionOnStoredPicture,
  regionOnTurnedPicture,
  roundRegion,
  SURE_CONFIDENCE,
  type BundleMetadata,
  type SyntheticSeries,
} from '@xray-to-mri/engine';
import { createWorkerEngine, type WorkerEngine } from '@xray-to-mri/engine/runtime/browser';
import { arrange } from './arrange';
import type { Configuration } from './configuration';
import { guardLeaving } from './leaving';
import { synthesize, type HostJob } from './generate';
import { canShowLocalSeries, hideLocalSeries, showLocalSeries } from './localSource';
import type { DisplaySet, HostContext } from './ohif';
import { observerName } from './observer';
import { openRadiograph, type HostRadiograph } from './openRadiograph';
import { loadSeriesPixels } from './radiographPixels';
import { representative } from './marking';
import { toPanelError } from './toPanelError';
import { PanelError, type GeneratedSeries, type PanelHost, type SynthesisJob } from './panelHost';
import { findReportedReadings, readReadingsFile } from './readings';
import { readModel } from './readModel';
import { assignRoles, type Roles } from './roles';
import { describeSave, saveSeries } from './save';
import { compareWithStored, openStoredRun } from './storedRuns';
import { createRegionDrawing } from './regionDrawing';
import { watchStudy } from './studyWatcher';

const FIRST_SERIES_NUMBER = 9001;
/** A series of 50 images takes about 13 MB. */
const MOST_UNSAVED = 6;
const NOTICE_MS = 10 * 60 * 1000;
/** Where the host's i18next keeps the language that the user chose. */
const HOST_LANGUAGE_KEY = 'i18nextLng';

/** The panel's host, with what the extension's other modules need of it. */
export interface ExtensionHost extends PanelHost {
  /** The series for the columns of the layout. */
  roles(): Roles;
  /** Lays the study out anew. */
  arrange(): void;
  stop(): Promise<void>;
}

function nextSeriesNumber(displaySets: readonly DisplaySet[]): number {
  const numbers = displaySets.map(displaySet =>
    Number(representative(displaySet)?.['SeriesNumber'] ?? 0)
  );
  return Math.max(FIRST_SERIES_NUMBER - 1, ...numbers.filter(Number.isFinite)) + 1;
}

/** Brings the host's services and the engine together for the panel. */
export function createPanelHost(
  context: HostContext,
  configuration: Configuration | Error
): ExtensionHost {
  const { servicesManager, extensionManager, commandsManager } = context;
  const { services } = servicesManager;
  const drawing = createRegionDrawing(services);
  const opened = new WeakMap<object, HostRadiograph>();
  const unsaved = new Map<string, { series: SyntheticSeries; source: HostRadiograph }>();
  /** Series that were made here and are not, or not wholly, in the archive. */
  const local = new Set<string>();
  const watcher = watchStudy(services, uid => !local.has(uid));
  const wanted = {
    radiographUid: null as string | null,
    syntheticSeriesUid: null as string | null,
  };
  let lastAsked: string | null = null;
  let model: Promise<BundleMetadata> | null = null;

  const settings = () => {
    if (configuration instanceof Error) {
      throw toPanelError(configuration, 'The configuration of the plugin cannot be used.');
    }
    return configuration;
  };
  let engine: WorkerEngine | null = null;
  const startedEngine = () => (engine ??= createWorkerEngine(settings()));

  const findDisplaySet = (id: string) => {
    const found = services.displaySetService.getDisplaySetByUID(id);
    if (!found) {
      throw new PanelError('This radiograph is no longer open in the viewer. Choose another.');
    }
    return found;
  };

  const arrangeStudy = () => arrange(services, watcher.getDisplaySets());

  const roles = () => assignRoles(watcher.getDisplaySets(), wanted);

  /** Lays the study out anew where another radiograph is on show. */
  const showRadiograph = (uid: string) => {
    const shown = roles().radiograph;
    wanted.radiographUid = uid;
    if (shown !== roles().radiograph) {
      arrangeStudy();
    }
  };

  const hostJob = (job: SynthesisJob): HostJob => {
    const radiograph = opened.get(job.radiograph);
    if (!radiograph) {
      throw new PanelError('This radiograph is no longer open in the viewer. Choose another.');
    }
    return { ...job, radiograph };
  };

  /** One unsaved series a study, so that one that was left can still be saved when the user comes back. */
  const keep = (series: SyntheticSeries, source: HostRadiograph) => {
    for (const [uid, other] of unsaved) {
      if (other.series.studyInstanceUID === series.studyInstanceUID) {
        unsaved.delete(uid);
      }
    }
    unsaved.set(series.seriesInstanceUID, { series, source });
    const [oldest] = unsaved.keys();
    if (unsaved.size > MOST_UNSAVED && oldest !== undefined) {
      unsaved.delete(oldest);
    }
  };

  const imageIdsOf = (displaySet: DisplaySet) =>
    displaySet.imageIds ??
    extensionManager.getActiveDataSource()?.[0]?.getImageIdsForDisplaySet?.(displaySet) ??
    [];

  const describe = (generated: GeneratedSeries) => {
    const entry = unsaved.get(generated.seriesInstanceUID);
    if (!entry) {
      throw new PanelError('This series is no longer in memory. Generate it again.');
    }
    return describeSave(context, entry.series, entry.source.instance.attributes);
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

  return {
    obstacle: canShowLocalSeries(commandsManager)
      ? null
      : 'X-ray to MRI needs OHIF 3.13 or newer; this viewer is older. Ask your administrator to update it.',
    language: localStorage.getItem(HOST_LANGUAGE_KEY) ?? navigator.language,
    getStudy: watcher.getStudy,
    onStudyChange: watcher.onChange,
    readModel: readModelOnce,

    async openRadiograph(candidateId) {
      lastAsked = candidateId;
      const { xray_to_mri } = await readModelOnce();
      const radiograph = await openRadiograph(
        findDisplaySet(candidateId),
        extensionManager,
        xray_to_mri.radiograph.region_mm
      );
      opened.set(radiograph, radiograph);
      if (lastAsked === candidateId) {
        showRadiograph(candidateId);
      }
      return radiograph;
    },

    async looksFrontal(candidateId) {
      const { xray_to_mri } = await readModelOnce();
      const displaySet = findDisplaySet(candidateId);
      const { region_mm } = xray_to_mri.radiograph;
      const radiograph = await openRadiograph(displaySet, extensionManager, region_mm);
      try {
        return radiograph.propose(radiograph.side).confidence >= SURE_CONFIDENCE;
      } catch {
        // Nothing on it looks like a knee.
        return false;
      }
    },

    drawRegion(drawn, onChange) {
      const radiograph = drawn && opened.get(drawn.radiograph);
      if (!drawn || !radiograph) {
        drawing.draw(null);
        return;
      }
      const { reorientation, radiograph: size } = radiograph.instance;
      drawing.draw({
        displaySetInstanceUID: radiograph.candidateId,
        region: regionOnStoredPicture(drawn.region, reorientation, size),
        onChange: region =>
          onChange(roundRegion(regionOnTurnedPicture(region, reorientation, size))),
      });
    },

    async generate(job, callbacks) {
      const prepared = hostJob(job);
      const details = {
        seriesNumber: nextSeriesNumber(watcher.getDisplaySets()),
        observer: observerName(services.userAuthenticationService),
      };
      const { result, series } = await synthesize(startedEngine(), prepared, callbacks, details);
      const stopIfCancelled = () => {
        if (callbacks.signal.aborted) {
          throw new PanelError('Generation was cancelled.', true);
        }
      };
      stopIfCancelled();
      local.add(series.seriesInstanceUID);
      try {
        await showLocalSeries(
          extensionManager,
          commandsManager,
          series.instances.map(({ dataset }) => dataset)
        );
        stopIfCancelled();
      } catch (error) {
        // The host shows images while it still takes them in.
        hideLocalSeries(services.displaySetService, series.seriesInstanceUID);
        throw error;
      }
      keep(series, prepared.radiograph);
      wanted.syntheticSeriesUid = series.seriesInstanceUID;
      // Another film may have been chosen since; the series stands beside the one it was made from.
      wanted.radiographUid = prepared.radiograph.candidateId;
      arrangeStudy();
      const { seed, steps, solver, guidance } = result.options;
      return {
        seriesInstanceUID: series.seriesInstanceUID,
        images: series.instances.length,
        options: { seed, steps, solver, guidance },
      };
    },

    reportedReadings: side => findReportedReadings(watcher.getDisplaySets(), side),
    readReadingsFile,

    repeatJob(run, radiograph) {
      try {
        const { request } = openStoredRun(services.displaySetService.getDisplaySetByUID(run.id));
        return { ...request, radiograph };
      } catch (error) {
        throw toPanelError(error, 'The record of this series cannot be read.');
      }
    },

    async compareWithStored(run, generated) {
      const displaySet = findDisplaySet(run.id);
      const entry = unsaved.get(generated.seriesInstanceUID);
      if (!entry) {
        throw new PanelError('This series is no longer in memory. Generate it again.');
      }
      const { record } = openStoredRun(displaySet);
      const { verdict, changes } = await compareWithStored(record, entry.series, () =>
        loadSeriesPixels(displaySet, imageIdsOf(displaySet))
      );
      return { verdict, changes };
    },

    notify: notice => services.uiNotificationService?.show({ ...notice, duration: NOTICE_MS }),

    guardLeaving,

    describeSave: generated => describe(generated),

    async save(generated, callbacks) {
      const entry = unsaved.get(generated.seriesInstanceUID);
      if (!entry) {
        return {
          state: 'failed',
          reasons: ['This series is no longer in memory. Generate it again.'],
        };
      }
      const outcome = await saveSeries(context, entry.series, callbacks);
      if (outcome.state === 'saved') {
        unsaved.delete(generated.seriesInstanceUID);
        local.delete(generated.seriesInstanceUID);
        watcher.update();
      }
      return outcome;
    },

    roles,
    arrange: arrangeStudy,

    async stop() {
      watcher.stop();
      drawing.stop();
      unsaved.clear();
      await engine?.dispose();
      engine = null;
    },
  };
}
