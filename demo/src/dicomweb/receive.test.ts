import type { IncomingMessage } from 'node:http';
import type * as FileSystem from 'node:fs/promises';
import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { InstanceStore } from '../store';
import { DEFAULT_LIMITS, receiveInstances } from './receive';

jest.mock('node:fs/promises', () => ({ ...jest.requireActual('node:fs/promises') }));

const folders: string[] = [];

afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(folders.splice(0).map(folder => rm(folder, { recursive: true })));
});

async function emptyStore() {
  const folder = await mkdtemp(join(tmpdir(), 'receive-'));
  folders.push(folder);
  return { folder, store: await InstanceStore.open(folder, () => undefined) };
}

/** A STOW-RS request whose parts arrive in chunks of some bytes. */
function requestOf(parts: readonly Buffer[], chunkBytes: number): IncomingMessage {
  const head = Buffer.from('\r\n--edge\r\nContent-Type: application/dicom\r\n\r\n');
  const body = Buffer.concat([
    ...parts.flatMap(part => [head, part]),
    Buffer.from('\r\n--edge--\r\n'),
  ]);
  const chunks = Array.from({ length: Math.ceil(body.length / chunkBytes) }, (_, index) =>
    body.subarray(index * chunkBytes, (index + 1) * chunkBytes)
  );
  const contentType = 'multipart/related; type="application/dicom"; boundary=edge';
  const headers = { 'content-type': contentType };
  return Object.assign(Readable.from(chunks), { headers }) as unknown as IncomingMessage;
}

const bytes = (length: number, step: number) =>
  Buffer.from(Uint8Array.from({ length }, (_, index) => (index * step) % 251));

async function received(request: IncomingMessage, store: InstanceStore): Promise<Buffer[]> {
  const parts: Buffer[] = [];
  await receiveInstances(request, store, DEFAULT_LIMITS, async part => void parts.push(part));
  return parts;
}

describe('a received instance', () => {
  const parts = [bytes(10_000, 7), bytes(3_001, 11)];

  test.each([1, 64, 4096, 1e6])('is whole, in chunks of %d bytes', async chunkBytes => {
    const { store } = await emptyStore();
    const found = await received(requestOf(parts, chunkBytes), store);
    expect(found.map(part => part.equals(parts[found.indexOf(part)] ?? Buffer.alloc(0)))).toEqual([
      true,
      true,
    ]);
  });

  test('is whole where the system takes only a part of every write', async () => {
    const { store } = await emptyStore();
    const files = jest.requireMock<typeof FileSystem>('node:fs/promises');
    const real = open;
    jest.spyOn(files, 'open').mockImplementation(async (...request) => {
      const handle = await real(...request);
      const write = handle.write.bind(handle);
      // As write(2) may: fewer bytes than asked for, and no error.
      const some = (chunk: Buffer) => write(chunk, 0, Math.ceil(chunk.length / 2));
      return Object.assign(handle, { write: some });
    });
    const found = await received(requestOf(parts, 1000), store);
    expect(found.map(({ length }) => length)).toEqual([10_000, 3_001]);
    expect(Buffer.concat(found).equals(Buffer.concat(parts))).toBe(true);
  });

  test('leaves no file of its own behind', async () => {
    const { folder, store } = await emptyStore();
    await received(requestOf(parts, 1000), store);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });
});
