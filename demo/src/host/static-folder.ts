import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.onnx': 'application/octet-stream',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** Files with a content hash in their name never change. */
const HASHED = /[.-][0-9a-f]{16,}\.(js|css|wasm)$|^[0-9a-f]{16,}\.wasm$/;

/** Changes a text file on its way out; gets the file's name. */
export type Rewrite = (name: string, text: string) => string;

/** Compressed variants that may lie beside a file, the smallest first, by their content coding. */
const VARIANTS = [
  { coding: 'br', extension: '.br' },
  { coding: 'gzip', extension: '.gz' },
] as const;

/** Whether a client takes a content coding (RFC 9110, 12.5.3): it is named, and not with weight 0. */
function accepts(header: string, coding: string): boolean {
  return header
    .split(',')
    .map(entry =>
      entry
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
    )
    .some(([name, weight = 'q=1']) => name === coding && Number(weight.slice(2)) > 0);
}

/** Files below one folder, served under their relative paths. */
export class StaticFolder {
  private readonly root: string;

  constructor(
    root: string,
    private readonly rewrite: Rewrite | null = null
  ) {
    this.root = resolve(root);
  }

  /** A file's path, or null if there is no such file within the folder. */
  private async find(segments: string[]): Promise<string | null> {
    const path = join(this.root, ...segments);
    if (!path.startsWith(this.root + sep) || path.includes('\0')) return null;
    const found = await stat(path).catch(() => null);
    return found?.isFile() ? path : null;
  }

  /** A text file, rewritten as it is served, or null. */
  async readText(...segments: string[]): Promise<string | null> {
    const path = await this.find(segments);
    if (path === null) return null;
    const text = await readFile(path, 'utf8');
    return this.rewrite ? this.rewrite(segments.at(-1) ?? '', text) : text;
  }

  /**
   * Sends a file, or the variant of it that was compressed when it was built, where the client takes that;
   * false, with nothing sent, if there is none.
   */
  async send(
    request: Pick<IncomingMessage, 'headers'>,
    response: ServerResponse,
    segments: string[]
  ): Promise<boolean> {
    const path = await this.find(segments);
    if (path === null) return false;
    const name = segments.at(-1) ?? '';
    response.setHeader('Content-Type', MEDIA_TYPES[extname(name)] ?? 'application/octet-stream');
    response.setHeader(
      'Cache-Control',
      HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache'
    );
    if (this.rewrite && /\.(js|html|css)$/.test(name)) {
      response.end(this.rewrite(name, await readFile(path, 'utf8')));
      return true;
    }
    const header = String(request.headers['accept-encoding'] ?? '');
    const sent = await this.variant(path, header, response);
    response.setHeader('Content-Length', (await stat(sent)).size);
    await pipeline(createReadStream(sent), response);
    return true;
  }

  /** The path of the variant to send in a file's place, with its headers set; the file's own if none fits. */
  private async variant(path: string, header: string, response: ServerResponse): Promise<string> {
    const { mtimeMs } = await stat(path);
    for (const { coding, extension } of VARIANTS) {
      const found = await stat(`${path}${extension}`).catch(() => null);
      // One that is older than the file is not of its present content.
      if (!found?.isFile() || found.mtimeMs < mtimeMs) continue;
      response.setHeader('Vary', 'Accept-Encoding');
      if (!accepts(header, coding)) continue;
      response.setHeader('Content-Encoding', coding);
      return `${path}${extension}`;
    }
    return path;
  }
}
