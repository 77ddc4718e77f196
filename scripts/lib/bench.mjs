import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A radiograph of ordinary size. */
const STUDY = 'sim-0001';

const PAGE = `<!doctype html>
<title>Bench</title>
<script>globalThis.loadBench = () => import('./page.js');</script>
`;

async function buildPrograms(root, work) {
  const { build } = await import('esbuild');
  const entry = name => join(root, 'scripts', 'bench', `${name}.ts`);
  await Promise.all([
    build({
      entryPoints: { main: entry('main'), nodeChild: entry('nodeChild') },
      outdir: work,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      external: ['onnxruntime-node', 'onnxruntime-web', 'playwright-core'],
      banner: {
        js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
      },
      logLevel: 'warning',
    }),
    build({
      entryPoints: { page: entry('page') },
      outdir: join(work, 'site'),
      bundle: true,
      format: 'esm',
      logLevel: 'warning',
    }),
  ]);
}

async function unpackFilm(root, site) {
  const { extract } = await import('tar');
  await extract({
    file: join(root, 'demo', 'studies', `${STUDY}.tar.gz`),
    cwd: site,
    strip: 1,
    filter: name => name === `${STUDY}/film.dcm`,
  });
}

/**
 * Builds what is measured and what measures it into `.cache/bench`.
 * @returns {Promise<{ main: string, siteDir: string, film: string, nodeProgram: string }>} paths
 */
export async function buildBench(root, bundleDir) {
  const work = join(root, '.cache', 'bench');
  const siteDir = join(work, 'site');
  await rm(work, { recursive: true, force: true });
  await mkdir(join(siteDir, 'plugin'), { recursive: true });
  const { buildWorker } = await import('../../engine/scripts/build.mjs');
  const { cp } = await import('node:fs/promises');
  await Promise.all([
    buildPrograms(root, work),
    buildWorker({ outdir: join(siteDir, 'plugin') }),
    cp(bundleDir, join(siteDir, 'model'), { recursive: true }),
    unpackFilm(root, siteDir),
    writeFile(join(siteDir, 'index.html'), PAGE),
  ]);
  return {
    main: join(work, 'main.mjs'),
    siteDir,
    film: join(siteDir, 'film.dcm'),
    nodeProgram: join(work, 'nodeChild.mjs'),
  };
}
