import { parseFiledJson } from './parseReadingsJson';
import { parseReadingsTable } from './parseReadingsTable';
import type { FiledReadings, KneeOfFile } from './types';

/**
 * Readings out of a file with the OAI's names: JSON where its name or its first character say so, else a table.
 * @throws {ReadingsError} that says what is wrong with the file
 */
export function parseReadingsFile(
  { name, text }: { name: string; text: string },
  knee: KneeOfFile
): FiledReadings {
  const isJson = /\.json$/i.test(name) || text.trimStart().startsWith('{');
  return isJson ? parseFiledJson(text, knee) : parseReadingsTable(text, knee);
}
