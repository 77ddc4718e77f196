export { createNodeEngine, type NodeEngineOptions } from './createNodeEngine';
export { bundleFolder } from './readBundleFile';
