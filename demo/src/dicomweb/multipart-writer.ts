import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { ByteRange } from '../dicom';

/** One part of a response: ranges of a file, one after the other. */
export interface FilePart {
  contentType: string;
  location: string;
  path: string;
  /** Null for the whole file. */
  ranges: ByteRange[] | null;
}

async function* fileBytes(part: FilePart): AsyncGenerator<Buffer> {
  if (part.ranges === null) {
    yield* createReadStream(part.path);
    return;
  }
  for (const { offset, length } of part.ranges) {
    if (length > 0) yield* createReadStream(part.path, { start: offset, end: offset + length - 1 });
  }
}

async function* multipartBytes(
  parts: AsyncIterable<FilePart> | Iterable<FilePart>,
  boundary: string
): AsyncGenerator<Buffer> {
  for await (const part of parts) {
    yield Buffer.from(
      `\r\n--${boundary}\r\nContent-Type: ${part.contentType}\r\nContent-Location: ${part.location}\r\n\r\n`
    );
    yield* fileBytes(part);
  }
  yield Buffer.from(`\r\n--${boundary}--\r\n`);
}

/** Streams files, or parts of files, as multipart/related. `type` is that of the parts, no parameters. */
export async function sendMultipart(
  response: ServerResponse,
  type: string,
  parts: AsyncIterable<FilePart> | Iterable<FilePart>
): Promise<void> {
  const boundary = randomUUID();
  response.writeHead(200, {
    'Content-Type': `multipart/related; type="${type}"; boundary=${boundary}`,
  });
  await pipeline(multipartBytes(parts, boundary), response);
}

/** Streams one part as the whole body. */
export async function sendSinglePart(response: ServerResponse, part: FilePart): Promise<void> {
  response.writeHead(200, { 'Content-Type': part.contentType, 'Content-Location': part.location });
  await pipeline(fileBytes(part), response);
}
