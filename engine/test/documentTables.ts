import { readFileSync, writeFileSync } from 'node:fs';

const begin = (name: string) => `<!-- table ${name}: written by a test -->`;
const END = '<!-- end of the table -->';

/** Alignment of columns is for the formatter to choose. */
const plain = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-{2,}/g, '--').trim();

/** A table in Markdown. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[]
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/**
 * Holds a table of a document to what the code does. With UPDATE_DOCS=1 in the environment the document is
 * written anew instead.
 */
export function expectTable(document: string, name: string, table: string): void {
  const text = readFileSync(document, 'utf8');
  const start = text.indexOf(begin(name));
  const end = text.indexOf(END, start);
  if (start < 0 || end < 0) {
    throw new Error(`The document has no place for the table ${name}.`);
  }
  const from = start + begin(name).length;
  if (process.env['UPDATE_DOCS'] === '1') {
    writeFileSync(document, `${text.slice(0, from)}\n\n${table}\n\n${text.slice(end)}`);
    return;
  }
  expect(plain(text.slice(from, end))).toBe(plain(table));
}
