/**
 * `npm run build`: the engine's command line and its library for Node, the OHIF extension with its
 * worker, the mode and the demo server, each into its workspace's dist/.
 */
import { buildCli, buildLibrary } from '../engine/scripts/build.mjs';
import { buildExtension } from '../extensions/knee-mri-synth/scripts/build.mjs';
import { buildMode } from '../modes/xray-to-mri/scripts/build.mjs';
import { buildDemo } from '../demo/scripts/build.mjs';

await Promise.all([buildCli(), buildLibrary(), buildExtension(), buildMode(), buildDemo()]);
