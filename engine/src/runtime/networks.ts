import type { Bundle, NetworkBundle, NetworkName } from '../bundle';
import type { Sentence } from '../sentences';
import type { FloatTensor, NetworkSession, OpenSession } from './sessions';
import type { ProgressSpan } from './progressSpan';

const NAMES: readonly NetworkName[] = ['xray_encoder', 'denoiser', 'decoder'];

/** The three networks of a bundle on one runtime. */
export interface Networks {
  readonly spec: NetworkBundle;
  run(name: NetworkName, inputs: Readonly<Record<string, FloatTensor>>): Promise<FloatTensor>;
  release(): Promise<void>;
}

async function releaseAll(sessions: Iterable<NetworkSession>): Promise<void> {
  await Promise.allSettled([...sessions].map(session => session.release()));
}

/** The bytes that `openNetworks` reads. */
export function weightsBytes({ networks }: NetworkBundle): number {
  return NAMES.reduce((sum, name) => sum + networks[name].bytes, 0);
}

export interface OpenNetworksOptions {
  signal?: AbortSignal;
  /** Counts the bytes read, see `weightsBytes`. */
  span: ProgressSpan;
  /** See `ReadOptions`. */
  onNote?(note: Sentence): void;
}

/**
 * Reads, checks and opens the networks of a bundle.
 * @throws {BundleError} or what the runtime throws
 */
export async function openNetworks(
  bundle: Bundle,
  openSession: OpenSession,
  { signal, span, onNote }: OpenNetworksOptions
): Promise<Networks> {
  const sessions = new Map<NetworkName, NetworkSession>();
  const bytesRead = new Map<NetworkName, number>();
  const onBytes = (name: NetworkName, read: number) => {
    bytesRead.set(name, read);
    span.reach([...bytesRead.values()].reduce((sum, bytes) => sum + bytes, 0));
  };
  const files = NAMES.map(async name => {
    const weights = await bundle.file(name, {
      signal,
      onNote,
      onBytes: read => onBytes(name, read),
    });
    onBytes(name, weights.length);
    return { name, weights };
  });
  // The files are awaited one after the other; a later one may fail while an earlier one is opened.
  for (const file of files) file.catch(() => undefined);
  try {
    for (const file of files) {
      const { name, weights } = await file;
      sessions.set(name, await openSession(weights));
      signal?.throwIfAborted();
    }
  } catch (error) {
    await releaseAll(sessions.values());
    throw error;
  }
  return {
    spec: bundle.networks,
    run(name, inputs) {
      const session = sessions.get(name);
      if (!session) throw new Error(`The network ${name} is not open.`);
      return session.run(inputs);
    },
    release: () => releaseAll(sessions.values()),
  };
}
