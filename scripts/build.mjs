/**
 * `npm run build`: the engine's command line and its library for Node, the OHIF extension with its
 * worker, the mode and the demo server, each into its workspace's dist/. Beside the files of the extension and
 * the mode come compressed variants of them.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCli, buildLibrary } from '../engine/scripts/build.mjs';
import { buildExtension } from '../extensions/knee-mri-synth/scripts/build.mjs';
import { buildMode } from '../modes/xray-to-mri/scripts/build.mjs';
import { buildDemo } from '../demo/scripts/build.mjs';
import { compressFolder } from './lib/compress.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

await Promise.all([buildCli(), buildLibrary(), buildExtension(), buildMode(), buildDemo()]);

for (const plugin of ['extensions/knee-mri-synth', 'modes/xray-to-mri']) {
  await compressFolder(join(ROOT, plugin, 'dist'), join(ROOT, '.cache', 'compressed'));
}
