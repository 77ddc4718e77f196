/** Builds the plugin with the small test model, and fetches the stock viewers. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildExtension } from '../../../extensions/knee-mri-synth/scripts/build.mjs';
import { buildMode } from '../../../modes/xray-to-mri/scripts/build.mjs';
import { defaultOhifVersion, ensureOhif } from '../../../scripts/lib/ohif.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const BETA = '3.14.0-beta.6';

export default async function setup() {
  const plugins = join(ROOT, 'test-output', 'e2e', 'plugins');
  await Promise.all([
    buildExtension({
      outdir: join(plugins, 'knee-mri-synth'),
      model: join(ROOT, 'test', 'fixtures', 'tiny-bundle'),
    }),
    buildMode({ outdir: join(plugins, 'xray-to-mri') }),
  ]);
  process.env.E2E_ROOT = ROOT;
  process.env.E2E_PLUGINS = plugins;
  process.env.E2E_OHIF = await ensureOhif(ROOT, defaultOhifVersion(ROOT));
  process.env.E2E_OHIF_BETA = await ensureOhif(ROOT, BETA);
}
