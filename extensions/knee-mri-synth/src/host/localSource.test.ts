import { LOCAL_SOURCE_NAME } from './identifiers';
import { canShowLocalSeries, localDataSourceModule, showLocalSeries } from './localSource';
import type { CommandsManager, Dataset, ExtensionManager } from './ohif';

function hostWith(store: unknown) {
  const added: unknown[] = [];
  const asked: unknown[] = [];
  const extensionManager = {
    addDataSource: (definition: unknown) => added.push(definition),
  } as unknown as ExtensionManager;
  const commandsManager: CommandsManager = {
    getCommand: () => store,
    run: (name, options) => {
      asked.push([name, options]);
      return store;
    },
  };
  return { extensionManager, commandsManager, added, asked };
}

describe('showing a series that is stored nowhere', () => {
  it('goes through a data source of its own that sends nothing', async () => {
    const received: Dataset[][] = [];
    const store = async (datasets: Dataset[]) => void received.push(datasets);
    const { extensionManager, commandsManager, added, asked } = hostWith(store);
    const dataset = { SOPInstanceUID: '1.2' };
    await showLocalSeries(extensionManager, commandsManager, [dataset]);
    expect(added).toEqual([
      {
        namespace: '@xray-to-mri/extension-knee-mri-synth.dataSourcesModule.unsaved',
        sourceName: LOCAL_SOURCE_NAME,
        configuration: {},
      },
    ]);
    expect(asked).toEqual([['createStoreFunction', { dataSource: LOCAL_SOURCE_NAME }]]);
    expect(received[0]?.[0]).toMatchObject({ SOPInstanceUID: '1.2', _meta: expect.anything() });
    // The host marks what it gets; what is saved later must stay as it was.
    expect(dataset).toEqual({ SOPInstanceUID: '1.2' });
    const [module] = localDataSourceModule();
    await expect(module?.createDataSource().store.dicom()).resolves.toBeUndefined();
  });

  it('says which OHIF is needed where the host cannot do it', async () => {
    const { extensionManager, commandsManager } = hostWith(undefined);
    expect(canShowLocalSeries(commandsManager)).toBe(false);
    await expect(showLocalSeries(extensionManager, commandsManager, [])).rejects.toThrow(
      'OHIF 3.13 or newer'
    );
  });
});
