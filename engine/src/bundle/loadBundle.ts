import { say } from '../sentences';
import { BundleError } from './BundleError';
import type { NetworkBundle } from './networkBundleSchema';
import { METADATA_PATH, parseBundleMetadata } from './parseBundleMetadata';
import { sha256Hex } from './sha256';
import type { Bundle, BundleFileName, BundleReader, ReadOptions } from './types';
import type { WeightsFile } from './weightsFileSchema';

async function read(
  readFile: BundleReader,
  path: string,
  options: ReadOptions
): Promise<Uint8Array> {
  options.signal?.throwIfAborted();
  try {
    return new Uint8Array(await readFile(path, options));
  } catch (cause) {
    options.signal?.throwIfAborted();
    if (cause instanceof BundleError) throw cause;
    throw new BundleError('missing', say('modelFileUnreadable', { path }), { cause });
  }
}

function parseJson(bytes: Uint8Array, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new BundleError('schema', say('modelFileNotJson', { path }), { cause });
  }
}

/** What is wrong with a file's contents, or null. */
function fileProblem(bytes: Uint8Array, { file, sha256, bytes: size }: WeightsFile) {
  if (bytes.length !== size) {
    return say('modelFileSize', { path: file, found: bytes.length, expected: size });
  }
  if (sha256Hex(bytes) !== sha256) {
    return say('modelFileHash', { path: file });
  }
  return null;
}

function whereIs(networks: NetworkBundle, name: BundleFileName): WeightsFile {
  if (name === 'golden') return networks.golden;
  if (name !== 'grader') return networks.networks[name];
  if (networks.grader) return networks.grader;
  throw new BundleError('missing', say('noGrader'));
}

/**
 * Opens a model bundle: reads and checks its metadata. The weights are read when they are asked for.
 * @throws {BundleError} 'missing' or 'schema'
 */
export async function loadBundle(
  readFile: BundleReader,
  options: ReadOptions = {}
): Promise<Bundle> {
  const bytes = await read(readFile, METADATA_PATH, options);
  const metadata = parseBundleMetadata(parseJson(bytes, METADATA_PATH));
  const networks = metadata.xray_to_mri;
  return {
    metadata,
    networks,
    sha256: sha256Hex(bytes),
    async file(name, fileOptions = {}) {
      const expected = whereIs(networks, name);
      const { file } = expected;
      const contents = await read(readFile, file, { ...fileOptions, expected });
      if (fileProblem(contents, expected) === null) return contents;

      const again = await read(readFile, file, { ...fileOptions, expected, fresh: true });
      const problem = fileProblem(again, expected);
      if (problem !== null) throw new BundleError('hash', problem);
      return again;
    },
  };
}
