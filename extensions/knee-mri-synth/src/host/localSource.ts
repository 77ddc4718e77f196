import { EXTENSION_ID, LOCAL_SOURCE_NAME } from './identifiers';
import type { CommandsManager, Dataset, DisplaySetService, ExtensionManager } from './ohif';
import { PanelError } from './panelHost';
import { tell } from './sentences';

const STORE_COMMAND = 'createStoreFunction';
const MODULE_NAME = 'unsaved';

const EXPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';

type StoreFunction = (datasets: Dataset[]) => Promise<void>;

/** Whether the host can show series that exist in the browser only; OHIF can since 3.13. */
export function canShowLocalSeries(commandsManager: CommandsManager): boolean {
  return commandsManager.getCommand(STORE_COMMAND) !== undefined;
}

/**
 * A data source that keeps nothing: through it the host makes display sets of datasets without sending
 * them anywhere.
 */
export function localDataSourceModule() {
  return [
    {
      name: MODULE_NAME,
      type: 'webApi',
      createDataSource: () => ({
        store: { dicom: () => Promise.resolve() },
        deleteStudyMetadataPromise: () => undefined,
        getConfig: () => ({ friendlyName: 'X-ray to MRI, not saved', supportsStow: false }),
      }),
    },
  ];
}

/** A copy for the host, which marks what it is given, with the file meta information that it expects. */
function forHost(dataset: Dataset): Dataset {
  return {
    ...dataset,
    _meta: { TransferSyntaxUID: { vr: 'UI', Value: [EXPLICIT_VR_LITTLE_ENDIAN] } },
  };
}

/**
 * Has the host show a series that is stored nowhere yet.
 * @throws {PanelError} when the host does not take it
 */
export async function showLocalSeries(
  extensionManager: ExtensionManager,
  commandsManager: CommandsManager,
  datasets: Dataset[]
): Promise<void> {
  extensionManager.addDataSource({
    namespace: `${EXTENSION_ID}.dataSourcesModule.${MODULE_NAME}`,
    sourceName: LOCAL_SOURCE_NAME,
    configuration: {},
  });
  const store = commandsManager.run(STORE_COMMAND, { dataSource: LOCAL_SOURCE_NAME });
  if (typeof store !== 'function') {
    throw new PanelError(tell('cannotShowUnsaved'));
  }
  await (store as StoreFunction)(datasets.map(forHost));
}

/** Takes a series back that `showLocalSeries` has handed over. */
export function hideLocalSeries(
  displaySetService: DisplaySetService,
  seriesInstanceUID: string
): void {
  displaySetService
    .getActiveDisplaySets()
    .filter(({ SeriesInstanceUID }) => SeriesInstanceUID === seriesInstanceUID)
    .forEach(({ displaySetInstanceUID }) =>
      displaySetService.deleteDisplaySet(displaySetInstanceUID)
    );
}
