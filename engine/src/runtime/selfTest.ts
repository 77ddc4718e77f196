import type { NetworkBundle, NetworkName } from '../bundle';
import { normals, timeEmbedding } from '../diffusion';
import { encodePatient, encodeReadings, notRead, readingsFrom } from '../features';
import type { Golden, GoldenCase } from './golden';
import type { Networks } from './networks';
import type { ProgressSpan } from './progressSpan';
import type { FloatTensor } from './sessions';

const GOLDEN_TIMESTEPS = [999, 250];
const GOLDEN_DEPTHS = [-0.5, 0.5];
/** Most that the sampled values (relative L2) and the norm may differ. */
const TOLERANCE = 5e-3;

const ORDER: readonly NetworkName[] = ['xray_encoder', 'denoiser', 'decoder'];

/** How far an answer is from the expected one. */
interface AnswerErrors {
  /** Relative L2 error of the sampled values, and relative error of the norm. */
  valuesError: number;
  normError: number;
}

/** A network that does not give the answer that its bundle expects of it. */
export interface Mismatch extends AnswerErrors {
  network: NetworkName | 'grader';
}

interface TestOptions {
  signal?: AbortSignal;
  /** Counts the runs. */
  span: ProgressSpan;
}

/**
 * The first grade of every variable in the first case, "not read" in all others; of a person, where the
 * model asks, nothing is known.
 */
function goldenReadings(caseIndex: number, spec: NetworkBundle): Float32Array {
  const { readings } = spec;
  const least = new Map(readings.variables.map(({ name, min }) => [name, min]));
  const asked =
    caseIndex > 0
      ? notRead()
      : readingsFrom(name => ({ value: least.get(name) ?? 0, source: 'typed' }));
  return Float32Array.from([...encodeReadings(asked, readings), ...encodePatient(null, spec)]);
}

function repeatTo(length: number, values: Float32Array): Float32Array {
  const out = new Float32Array(length);
  for (let start = 0; start < length; start += values.length) out.set(values, start);
  return out;
}

function goldenInput(
  name: string,
  shape: readonly number[],
  place: { seed: number; stream: number; caseIndex: number },
  spec: NetworkBundle
): Float32Array {
  const length = shape.reduce((product, size) => product * size, 1);
  if (name === 'depth') return Float32Array.from(GOLDEN_DEPTHS);
  if (name === 'time_embedding') {
    const embeddings = GOLDEN_TIMESTEPS.map(t => timeEmbedding(t, spec.time_embedding));
    return Float32Array.from(embeddings.flatMap(embedding => [...embedding]));
  }
  if (name === 'readings') return repeatTo(length, goldenReadings(place.caseIndex, spec));
  const values = normals(length, { seed: place.seed, stream: place.stream, sample: 0 });
  if (name === 'radiograph') {
    const size = spec.radiograph.rows * spec.radiograph.columns;
    for (let start = size; start < length; start += 2 * size) values.fill(1, start, start + size);
  }
  return values;
}

/**
 * The inputs of a golden case: input j holds the normals of the case's seed and stream j, but for the
 * readings, depths, timesteps and the radiograph's mask, which are fixed.
 */
export function goldenInputs(
  { seed, inputs }: GoldenCase,
  caseIndex: number,
  spec: NetworkBundle
): Record<string, FloatTensor> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }], stream) => [
      name,
      { data: goldenInput(name, shape, { seed, stream, caseIndex }, spec), dims: shape },
    ])
  );
}

function compare(
  output: Float32Array,
  { indices, values, l2 }: GoldenCase['output']
): AnswerErrors {
  let difference = 0;
  let reference = 0;
  for (const [i, index] of indices.entries()) {
    const expected = values[i] ?? Number.NaN;
    difference += ((output[index] ?? Number.NaN) - expected) ** 2;
    reference += expected ** 2;
  }
  const norm = Math.sqrt(output.reduce((sum, value) => sum + value ** 2, 0));
  return {
    valuesError: Math.sqrt(difference / reference),
    normError: Math.abs(norm - l2) / l2,
  };
}

/** The number of runs that `selfTest` makes. */
export function selfTestRuns(golden: Golden): number {
  return ORDER.reduce((sum, name) => sum + golden[name].length, 0);
}

/**
 * Runs one network on its golden cases.
 * @returns null when all agree, otherwise how far off the first is that does not
 */
export async function testNetwork(
  run: (inputs: Record<string, FloatTensor>) => Promise<FloatTensor>,
  cases: readonly GoldenCase[],
  spec: NetworkBundle,
  { signal, span }: TestOptions
): Promise<AnswerErrors | null> {
  for (const [caseIndex, goldenCase] of cases.entries()) {
    signal?.throwIfAborted();
    const { data } = await run(goldenInputs(goldenCase, caseIndex, spec));
    const errors = compare(data, goldenCase.output);
    // Written so that NaN is a mismatch.
    if (!(errors.valuesError <= TOLERANCE && errors.normError <= TOLERANCE)) return errors;
    span.advance(1);
  }
  return null;
}

/**
 * Runs every network on at least two different inputs and compares with the bundle's golden outputs:
 * some devices answer wrongly without an error, or repeat their last answer.
 * @param span counts the runs, see `selfTestRuns`
 * @returns null when all agree, otherwise the first that does not
 */
export async function selfTest(
  networks: Networks,
  golden: Golden,
  options: TestOptions
): Promise<Mismatch | null> {
  for (const network of ORDER) {
    const run = (inputs: Record<string, FloatTensor>) => networks.run(network, inputs);
    const errors = await testNetwork(run, golden[network], networks.spec, options);
    if (errors) return { network, ...errors };
  }
  return null;
}
