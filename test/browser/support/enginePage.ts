/** What the tests' page offers to the code that runs in it. */
export { createWorkerEngine } from '@xray-to-mri/engine/runtime/browser';
export { smallRequest } from '../../../engine/src/runtime/fixtures/requests';
export { seriesRequest } from '../../../engine/test/syntheticKnee';
