import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Files that a viewer fetches and that get smaller; source maps are for people only. */
const FETCHED = /\.(js|json|onnx|wasm)$/;
const SMALLEST_BYTES = 1024;
/** A variant is kept where it is a twentieth smaller at least. */
const WORTH = 0.95;

const CODINGS = [
  {
    extension: '.br',
    // Quality 11 is 5 % smaller and takes ten times as long.
    compress: bytes =>
      promisify(brotliCompress)(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: 9,
          [constants.BROTLI_PARAM_LGWIN]: 24,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      }),
  },
  { extension: '.gz', compress: bytes => promisify(gzip)(bytes, { level: 9 }) },
];

/** The compressed bytes' file in the cache, made if it is not there. */
async function compressed(bytes, { extension, compress }, cache) {
  const file = join(cache, createHash('sha256').update(bytes).digest('hex') + extension);
  const isThere = await stat(file).then(
    () => true,
    () => false
  );
  if (!isThere) {
    const unfinished = `${file}.${process.pid}`;
    await writeFile(unfinished, await compress(bytes));
    await rename(unfinished, file);
  }
  return file;
}

/**
 * Puts a brotli and a gzip variant beside every file below a folder that gets smaller by it, as `NAME.br`
 * and `NAME.gz`, for servers that send such files (nginx: brotli_static, gzip_static).
 * @param {string} folder
 * @param {string} cache folder of what was compressed before, by content: most files seldom change
 * @returns {Promise<string[]>} paths of the variants
 */
export async function compressFolder(folder, cache) {
  await mkdir(cache, { recursive: true });
  const written = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !FETCHED.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    if (bytes.length < SMALLEST_BYTES) continue;
    for (const coding of CODINGS) {
      const variant = path + coding.extension;
      const source = await compressed(bytes, coding, cache);
      if ((await stat(source)).size > WORTH * bytes.length) {
        await rm(variant, { force: true });
        continue;
      }
      await copyFile(source, variant);
      written.push(variant);
    }
  }
  return written;
}
