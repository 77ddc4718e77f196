import { HttpError } from './http-error';
import type { MediaType } from './media-type';
import { readMultipart } from './multipart-reader';

interface Part {
  contentType: MediaType;
  content: Buffer;
}

async function read(body: Buffer, chunkBytes: number, boundary = 'edge'): Promise<Part[]> {
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < body.length; at += chunkBytes) yield body.subarray(at, at + chunkBytes);
  }
  const parts: Part[] = [];
  let ended = 0;
  await readMultipart(chunks(), boundary, {
    async begin(contentType) {
      parts.push({ contentType, content: Buffer.alloc(0) });
    },
    async data(chunk) {
      const part = parts.at(-1);
      if (part) part.content = Buffer.concat([part.content, chunk]);
    },
    async end() {
      ended += 1;
    },
  });
  expect(ended).toBe(parts.length);
  return parts;
}

/** Content that looks like delimiters, line breaks and headers without being any. */
const TRICKY = Buffer.from('\r\n--edg\r\n\r\n--\r\n-edge--\r\n\0\xff--edge', 'latin1');

const TWO_PARTS = Buffer.concat([
  Buffer.from('to be ignored\r\n--edge\r\nContent-Type: application/dicom\r\n\r\n'),
  TRICKY,
  Buffer.from(
    '\r\n--edge  \r\ncontent-type: text/plain; a="b;c"\r\nX: y\r\n\r\n\r\n--edge--\r\nend'
  ),
]);

describe('reading a multipart body', () => {
  test.each([1, 2, 3, 5, 7, 11, 64, 4096])(
    'finds the same parts in chunks of %d bytes',
    async bytes => {
      const parts = await read(TWO_PARTS, bytes);
      expect(parts.map(({ contentType }) => contentType)).toEqual([
        { type: 'application/dicom', parameters: {} },
        { type: 'text/plain', parameters: { a: 'b;c' } },
      ]);
      expect(parts[0]?.content.equals(TRICKY)).toBe(true);
      expect(parts[1]?.content).toHaveLength(0);
    }
  );

  test('takes a body that starts with the delimiter and a part without headers', async () => {
    const parts = await read(Buffer.from('--edge\r\n\r\nabc\r\n--edge--'), 4);
    expect(parts.map(({ content }) => content.toString())).toEqual(['abc']);
  });

  test.each([
    ['is cut within a part', '--edge\r\n\r\nabc'],
    ['is cut before its closing delimiter', '--edge\r\n\r\nabc\r\n--edge\r\n'],
    ['is empty', ''],
    ['has another boundary', '--border\r\n\r\nabc\r\n--border--'],
    ['has text behind a delimiter', '--edge nonsense\r\n\r\nabc\r\n--edge--'],
    ['has endless headers', `--edge\r\n${'X: y\r\n'.repeat(10_000)}`],
  ])('answers 400 to a body that %s', async (_, body) => {
    const error: unknown = await read(Buffer.from(body), 1000).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(HttpError);
    expect((error as HttpError).status).toBe(400);
  });
});
