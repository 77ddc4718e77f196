export { readConfiguration, type Configuration } from './configuration';
export { createPanelHost, type ExtensionHost } from './createPanelHost';
export { buildProtocol } from './hangingProtocol';
export * from './identifiers';
export { createIsland } from './island';
export { localDataSourceModule } from './localSource';
export type { HostContext } from './ohif';
export { keepViewportsMarked } from './overlay';
export * from './panelHost';
