import type { IncomingMessage } from 'node:http';
import { open, readFile, rm, type FileHandle } from 'node:fs/promises';
import type { InstanceStore } from '../store';
import { HttpError } from './http-error';
import { parseMediaType } from './media-type';
import { readMultipart, type PartSink } from './multipart-reader';

/** Bounds of one STOW-RS request. */
export interface ReceiveLimits {
  requestBytes: number;
  instanceBytes: number;
  instances: number;
}

export const DEFAULT_LIMITS: ReceiveLimits = {
  requestBytes: 4 * 1024 ** 3,
  instanceBytes: 512 * 1024 ** 2,
  instances: 10_000,
};

/** Writes every part into a file of its own and counts bytes and parts. */
class FilesOfParts implements PartSink {
  readonly paths: string[] = [];
  private file: FileHandle | null = null;
  private written = 0;

  constructor(
    private readonly store: InstanceStore,
    private readonly limits: ReceiveLimits
  ) {}

  async begin({ type }: { type: string }): Promise<void> {
    if (type !== 'application/dicom') {
      throw new HttpError(415, 'Every part must have Content-Type: application/dicom.');
    }
    if (this.paths.length >= this.limits.instances) {
      throw new HttpError(413, `A request may hold ${this.limits.instances} instances at most.`);
    }
    const path = this.store.temporaryPath();
    this.paths.push(path);
    this.written = 0;
    this.file = await open(path, 'w');
  }

  async data(chunk: Buffer): Promise<void> {
    this.written += chunk.length;
    if (this.written > this.limits.instanceBytes) {
      throw new HttpError(413, `An instance may have ${this.limits.instanceBytes} bytes at most.`);
    }
    await this.file?.writeFile(chunk);
  }

  async end(): Promise<void> {
    await this.file?.close();
    this.file = null;
  }
}

async function* bounded(request: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let total = 0;
  for await (const chunk of request) {
    total += chunk.length;
    if (total > maxBytes) {
      throw new HttpError(413, `A request may have ${maxBytes} bytes at most.`);
    }
    yield chunk;
  }
}

function boundaryOf(request: IncomingMessage): string {
  const { type, parameters } = parseMediaType(request.headers['content-type'] ?? '');
  if (
    type !== 'multipart/related' ||
    (parameters.type ?? '').toLowerCase() !== 'application/dicom'
  ) {
    throw new HttpError(
      415,
      'Instances are stored as Content-Type: multipart/related; type="application/dicom".'
    );
  }
  const { boundary = '' } = parameters;
  if (boundary === '' || boundary.length > 70) {
    throw new HttpError(400, 'The Content-Type has no boundary of 1 to 70 characters.');
  }
  return boundary;
}

/**
 * Receives a STOW-RS body: the parts go to files while they arrive, and are handed on one at a time once
 * the whole body is there, so that of a cut or malformed request nothing is stored.
 * @param handle is given each part's bytes.
 * @throws HttpError 400, 413 or 415 if the body is malformed, too large or of another type.
 */
export async function receiveInstances(
  request: IncomingMessage,
  store: InstanceStore,
  limits: ReceiveLimits,
  handle: (bytes: Buffer) => Promise<void>
): Promise<void> {
  const boundary = boundaryOf(request);
  if (Number(request.headers['content-length'] ?? 0) > limits.requestBytes) {
    throw new HttpError(413, `A request may have ${limits.requestBytes} bytes at most.`);
  }
  const files = new FilesOfParts(store, limits);
  try {
    // The connection of a refused body stays open, so that the refusal can be read.
    const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
    await readMultipart(bounded(body, limits.requestBytes), boundary, files);
    if (files.paths.length === 0) throw new HttpError(400, 'The body has no part.');
    for (const path of files.paths) await handle(await readFile(path));
  } finally {
    await files.end();
    await Promise.all(files.paths.map(path => rm(path, { force: true })));
  }
}
