export {
  builtPlugins,
  startDemoServer,
  type DemoServer,
  type DemoServerOptions,
  type DicomWebHandler,
  type Plugin,
} from './demo-server';
export { DEFAULT_LIMITS, DicomWebService, type ReceiveLimits } from './dicomweb';
export { normaliseBase } from './host';
export { importFolder, unpackStudies, type ImportOutcome } from './intake';
export { createDicomWebProxy, readUpstream, type Upstream } from './proxy';
export { InstanceStore } from './store';
