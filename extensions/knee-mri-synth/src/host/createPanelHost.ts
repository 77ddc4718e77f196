import {
  patientFor,
  regionOnStoredPicture,
  regionOnTurnedPicture,
  roundRegion,
  SURE_CONFIDENCE,
  type BundleMetadata,
  type SyntheticSeries,
} from '@xray-to-mri/engine';
import { createWorkerEngine, type WorkerEngine } from '@xray-to-mri/engine/runtime/browser';
import { viewerLanguage } from '../language';
import { arrange } from './arrange';
import { completionOf } from './completion';
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
import {
  PanelError,
  type GeneratedSeries,
  type MeasuredMm,
  type OpenedRadiograph,
  type PanelHost,
  type SynthesisJob,
} from './panelHost';
import { findReportedReadings, readReadingsFile } from './readings';
import { readModel } from './readModel';
import { assignRoles, type Roles } from './roles';
import { tell } from './sentences';
import { describeSave, saveSeries } from './save';
import { SaveLedger } from './saveLedger';
import { compareRepeated, imagesOf, openStoredRun, openStoredSeries } from './storedRuns';
import { createRegionDrawing } from './regionDrawing';
import { suggestReadings } from './suggest';
import { watchStudy } from './studyWatcher';
import { createWidthDrawing } from './widthDrawing';
import { widthsOnStoredPicture } from './widthsOnPicture';
import { UnsavedSeries } from './unsavedSeries';

const FIRST_SERIES_NUMBER = 9001;
const NOTICE_MS = 10 * 60 * 1000;

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
  const drawing = createRegionDrawing(services);
  const widthDrawing = createWidthDrawing(services);
  const opened = new WeakMap<object, HostRadiograph>();
  const unsaved = new UnsavedSeries();
  const watcher = watchStudy(services, ledger);
  const wanted = {
    radiographUid: null as string | null,
    syntheticSeriesUid: null as string | null,
  };
  let widthLabel = (_width: MeasuredMm) => '';
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

  const findDisplaySet = (id: string) => {
    const found = services.displaySetService.getDisplaySetByUID(id);
    if (!found) {
      throw new PanelError(tell('radiographClosed'));
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

  const imageIdsOf = (displaySet: DisplaySet) =>
    displaySet.imageIds ??
    extensionManager.getActiveDataSource()?.[0]?.getImageIdsForDisplaySet?.(displaySet) ??
    [];

  const imageIdOf = ({ candidateId, frame }: HostRadiograph): string | null => {
    const displaySet = services.displaySetService.getDisplaySetByUID(candidateId);
    return (displaySet && imageIdsOf(displaySet)[frame - 1]) ?? null;
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

  return {
    obstacle: canShowLocalSeries(commandsManager) ? null : tell('tooOldViewer'),
    language: viewerLanguage(),
    getStudy: watcher.getStudy,
    onStudyChange: watcher.onChange,
    readModel: readModelOnce,

    async openRadiograph(candidateId, reading) {
      lastAsked = candidateId;
      const { xray_to_mri } = await readModelOnce();
      const film = await openRadiograph(
        findDisplaySet(candidateId),
        extensionManager,
        xray_to_mri.radiograph.region_mm,
        reading
      );
      const radiograph = { ...film, ...patientFor(xray_to_mri, film.instance.attributes) };
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

    drawWidths(drawn, onChange) {
      const radiograph = drawn && opened.get(drawn.radiograph);
      widthDrawing.draw(
        drawn && radiograph
          ? widthsOnStoredPicture(
              radiograph,
              imageIdOf(radiograph),
              drawn.widths,
              widthLabel,
              onChange
            )
          : null
      );
    },

    nameRegion: drawing.name,

    nameWidths(label) {
      widthLabel = label;
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
        imageId: imageIdOf(radiograph),
        region: regionOnStoredPicture(drawn.region, reorientation, size),
        onChange: region =>
          onChange(roundRegion(regionOnTurnedPicture(region, reorientation, size))),
      });
    },

    async generate(job, callbacks, completes) {
      const prepared = hostJob(job);
      const details = {
        seriesNumber: nextSeriesNumber(watcher.getDisplaySets()),
        // Whoever typed the readings of a stored run is not known.
        observer: completes ? undefined : observerName(services.userAuthenticationService),
        completes: completes ? openStoredSeries(findDisplaySet(completes.id)) : null,
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
      wanted.syntheticSeriesUid = series.seriesInstanceUID;
      // Another film may have been chosen since; the series stands beside the one it was made from.
      wanted.radiographUid = prepared.radiograph.candidateId;
      arrangeStudy();
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
        const { request } = openStoredRun(services.displaySetService.getDisplaySetByUID(run.id));
        return { ...request, radiograph };
      } catch (error) {
        throw toPanelError(error, tell('recordUnreadable'));
      }
    },

    async compareWithStored(run, { seriesInstanceUID }) {
      const displaySet = findDisplaySet(run.id);
      const { series } = unsaved.get(seriesInstanceUID);
      const images = imagesOf(displaySet, watcher.getDisplaySets());
      const { verdict, changes } = await compareRepeated(displaySet, series, async () =>
        images ? loadSeriesPixels(images, imageIdsOf(images)) : null
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

    roles,
    arrange: arrangeStudy,

    async stop() {
      watcher.stop();
      drawing.stop();
      widthDrawing.stop();
      unsaved.clear();
      isLeft = true;
      ledger.forget();
      await engine?.dispose();
      engine = null;
    },
  };
}
