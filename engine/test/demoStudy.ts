import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Parser } from 'tar';

const STUDIES = path.resolve(__dirname, '../../demo/studies');

/** The radiograph of a demo study, as a DICOM file. */
export async function demoFilm(archive: string): Promise<Uint8Array> {
  const packed = await readFile(path.join(STUDIES, `${archive}.tar.gz`));
  const chunks: Uint8Array[] = [];
  await new Promise<void>((resolve, reject) => {
    const parser = new Parser({
      filter: name => name === `${archive}/film.dcm`,
      onReadEntry: entry => entry.on('data', chunk => chunks.push(chunk)),
    });
    parser.on('end', resolve).on('error', reject);
    parser.end(packed);
  });
  return Buffer.concat(chunks);
}
