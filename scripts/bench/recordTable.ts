import { readFile, writeFile } from 'node:fs/promises';

const marks = (name: string) => [`<!-- ${name}: written by `, `<!-- end of ${name} -->`] as const;

/**
 * A document with the text between its two marks replaced. The first mark is a line
 * `<!-- NAME: written by ... -->`, the second `<!-- end of NAME -->`.
 * @throws {Error} when the marks are not there
 */
export function replaceMarked(document: string, name: string, text: string): string {
  const [begin, end] = marks(name);
  const start = document.indexOf(begin);
  const first = document.indexOf('\n', start) + 1;
  const last = document.indexOf(end, first);
  if (start < 0 || last < 0) {
    throw new Error(
      `The document has no place for "${name}": the lines ${begin}... --> and ${end}`
    );
  }
  return `${document.slice(0, first)}\n${text}\n\n${document.slice(last)}`;
}

/** Writes a text between the marks of a file. */
export async function recordIn(file: string, name: string, text: string): Promise<void> {
  await writeFile(file, replaceMarked(await readFile(file, 'utf8'), name, text));
}
