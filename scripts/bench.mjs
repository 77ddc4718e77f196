/**
 * `npm run bench`: the side-by-side speed table of this machine; see docs/benchmarks.md. With `--gpu`
 * (`npm run bench:gpu`) a GPU without a browser: onnxruntime-node's WebGPU provider beside PyTorch on CUDA.
 * Installs what is missing.
 */
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildBench } from './lib/bench.mjs';
import { ensureNodePackages } from './lib/npm.mjs';
import { ensurePythonEnvironment } from './lib/python.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

const HELP = `npm run bench -- [options]
npm run bench:gpu -- [options]

Measures one volume on every runtime of this machine, in turn, and prints one table: PyTorch eager,
onnxruntime-node, Chromium with WASM and, where there is an adapter, with WebGPU. bench:gpu needs no browser:
onnxruntime-node's WebGPU provider and PyTorch on CUDA. Ratios to the targets are printed, not enforced.

  --quick         four slices and two steps, one round: whether it works, not how fast it is
  --rounds N      rounds over all runtimes, of which the median counts; 2 if not given
  --threads N     threads on the processor; 2, or all where there are fewer, if not given
  --bundle DIR    model bundle; the shipped one if not given
  --record        write the table into docs/benchmarks.md
  --json          print the report as JSON
  --help          this text

Exit codes: 0 measured, 1 a runtime that is there failed, 2 called wrongly.
`;

function wholeNumber(name, value, least) {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least) return number;
  throw new Error(`--${name} wants a whole number from ${least}, not ${value}.`);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      gpu: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      threads: { type: 'string', default: String(Math.min(2, availableParallelism())) },
      bundle: { type: 'string', default: join(ROOT, 'models', 'knee-dess-simulated') },
      record: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.quick && values.record) {
    throw new Error('--quick and --record exclude each other: a quick run tells nothing of speed.');
  }
  return {
    ...values,
    rounds: wholeNumber('rounds', values.rounds ?? (values.quick ? 1 : 2), 1),
    threads: wholeNumber('threads', values.threads, 1),
    bundle: resolve(values.bundle),
  };
}

async function main(options) {
  ensureNodePackages(ROOT);
  const python = ensurePythonEnvironment(
    ROOT,
    ['requirements.txt', 'requirements-dev.txt'].map(name => join(ROOT, 'models', 'training', name))
  );
  const { main: program, ...built } = await buildBench(ROOT, options.bundle);
  const { bench, benchGpu } = await import(pathToFileURL(program).href);
  const setup = { root: ROOT, python, bundleDir: options.bundle, ...built };
  return (options.gpu ? benchGpu : bench)(setup, options);
}

try {
  const options = readOptions();
  if (options.help) {
    console.log(HELP);
  } else {
    process.exitCode = await main(options).catch(error => {
      console.error(error instanceof Error ? error.message : error);
      return 1;
    });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
