import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ReplaceStream } from './replace-stream';

test.each([1, 2, 3, 5, 100])('replaces also what is cut between chunks of %d', async size => {
  const input = 'http://pacs/a http://pac http://pacs http://pacshttp://pacs/b';
  const chunks = input.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
  const stream = Readable.from(chunks.map(chunk => Buffer.from(chunk)));
  const output = await text(stream.pipe(new ReplaceStream('http://pacs', '/dw')));
  expect(output).toBe('/dw/a http://pac /dw /dw/dw/b');
});
