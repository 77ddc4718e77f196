/**
 * `npm test`: installs what the suites need, runs them one after the other and closes with the line
 * `N passed, N failed`. With CI=true or REQUIRE_ALL=1 a suite or test that could not run is a failure.
 * `npm test -- lint unit` runs only the suites named.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDebianPackages } from './lib/debian.mjs';
import { ensureNodePackages } from './lib/npm.mjs';
import { ensurePythonEnvironment } from './lib/python.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const OUTPUT = join(ROOT, 'test-output');
const REQUIRE_ALL = process.env.CI === 'true' || process.env.REQUIRE_ALL === '1';
const TRAINING = join(ROOT, 'models', 'training');

const env = { ...process.env, REQUIRE_ALL: REQUIRE_ALL ? '1' : '' };

const run = (command, args) =>
  spawnSync(command, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] }).status ===
  0;

const npx = (...args) =>
  run(process.execPath, [join(ROOT, 'node_modules', ...args[0]), ...args.slice(1)]);

/** A suite that is right or wrong as a whole. */
const check = ok => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });

function jest(name, args) {
  const report = join(OUTPUT, `${name}.json`);
  rmSync(report, { force: true });
  const ok = npx(['jest', 'bin', 'jest.js'], ...args, '--json', `--outputFile=${report}`);
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const broken = result.numRuntimeErrorTestSuites;
  const failed = result.numFailedTests + broken;
  return {
    passed: result.numPassedTests,
    failed: ok ? failed : Math.max(failed, 1),
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

function pytest(python) {
  const report = join(OUTPUT, 'python.xml');
  rmSync(report, { force: true });
  const ok = run(python, ['-m', 'pytest', '-q', TRAINING, `--junitxml=${report}`]);
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const count = attribute =>
    Number(
      new RegExp(`<testsuite [^>]*\\b${attribute}="(\\d+)"`).exec(
        readFileSync(report, 'utf8')
      )?.[1] ?? 0
    );
  const failed = count('failures') + count('errors');
  const skipped = count('skipped');
  return {
    passed: count('tests') - failed - skipped,
    failed: ok ? failed : Math.max(failed, 1),
    skipped,
  };
}

const ensurePython = () =>
  ensurePythonEnvironment(ROOT, [
    join(TRAINING, 'requirements.txt'),
    join(TRAINING, 'requirements-dev.txt'),
  ]);

const SUITES = {
  build: () => check(run(process.execPath, [join(ROOT, 'scripts', 'build.mjs')])),
  lint: () => check(npx(['eslint', 'bin', 'eslint.js'], '.', '--max-warnings', '0')),
  format: () =>
    check(npx(['prettier', 'bin', 'prettier.cjs'], '--check', '--log-level', 'warn', '.')),
  types: () => check(npx(['typescript', 'bin', 'tsc'], '-p', 'tsconfig.json')),
  unit: () => {
    // DICOM files are held against pydicom.
    ensurePython();
    return jest('unit', []);
  },
  python: () => pytest(ensurePython()),
  pacs: () => jest('pacs', ['--config', 'test/jest.pacs.config.js', '--runInBand']),
  browser: () => jest('browser', ['--config', 'test/jest.browser.config.js', '--runInBand']),
  e2e: () => jest('e2e', ['--config', 'test/jest.e2e.config.js', '--runInBand']),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !(name in SUITES));
if (unknown.length > 0) {
  console.error(`No suite ${unknown.join(', ')}. Suites: ${Object.keys(SUITES).join(', ')}.`);
  process.exit(2);
}

mkdirSync(OUTPUT, { recursive: true });
ensureNodePackages(ROOT);
const missing = ensureDebianPackages();
const total = { passed: 0, failed: 0, skipped: 0 };
if (missing.length > 0 && REQUIRE_ALL) {
  console.error(`Required here, but missing: ${missing.join(', ')}`);
  total.failed += 1;
}
const table = [];
for (const [name, suite] of Object.entries(SUITES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n== ${name} ==`);
  const start = Date.now();
  let result;
  try {
    result = suite();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    result = check(false);
  }
  if (REQUIRE_ALL && result.skipped > 0) {
    console.error(`${name}: ${result.skipped} skipped, and every test is required here.`);
    result = { ...result, failed: result.failed + result.skipped, skipped: 0 };
  }
  for (const key of Object.keys(total)) total[key] += result[key];
  table.push({ suite: name, ...result, seconds: Math.round((Date.now() - start) / 1000) });
}

console.table(table);
if (total.skipped > 0) console.log(`${total.skipped} skipped`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
