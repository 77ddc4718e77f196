import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { HttpError, type ServiceAddress } from './dicomweb';
import {
  appConfigScript,
  contentSecurityPolicy,
  inlineScriptHashes,
  isolationHeaders,
  StaticFolder,
  withBase,
} from './host';

const LOOPBACK = '127.0.0.1';
const ALLOWED_HOSTS = new Set([LOOPBACK, 'localhost']);

/** Whatever answers below /dicomweb: the embedded server or the way to a PACS. */
export interface DicomWebHandler {
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    address: ServiceAddress
  ): Promise<void>;
}

/** A built extension or mode that the viewer loads from /plugins/<name>/index.js. */
export interface Plugin {
  kind: 'extension' | 'mode';
  name: string;
  folder: string;
}

export interface DemoServerOptions {
  /** 0 lets the system choose. */
  port: number;
  /** '/' or a sub-path with a slash at both ends. */
  base: string;
  /** The stock viewer's dist folder; without it only DICOMweb is served. */
  ohifDist: string | null;
  plugins: readonly Plugin[];
  dicomWeb: DicomWebHandler;
  isolated: boolean;
  csp: boolean;
  warn(message: string): void;
}

export interface DemoServer {
  /** Address of the viewer, with a slash at its end. */
  url: string;
  dicomWebUrl: string;
  close(): Promise<void>;
}

class DemoSite {
  private readonly viewer: StaticFolder | null;
  private readonly plugins: ReadonlyMap<string, StaticFolder>;

  constructor(private readonly options: DemoServerOptions) {
    const { base } = options;
    const rewrite = (name: string, text: string): string => withBase(name, text, base);
    this.viewer = options.ohifDist
      ? new StaticFolder(options.ohifDist, base === '/' ? null : rewrite)
      : null;
    this.plugins = new Map(
      options.plugins.map(({ name, folder }) => [name, new StaticFolder(folder)])
    );
  }

  /** @throws HttpError for a request without a result. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(isolationHeaders(this.options.isolated))) {
      response.setHeader(name, value);
    }
    const { host, url, segments } = readAddress(request);
    const base = this.options.base.split('/').filter(segment => segment !== '');
    if (!base.every((segment, i) => segments[i] === segment)) {
      if (segments.length > 0) throw new HttpError(404, 'There is nothing at this address.');
      response.writeHead(302, { Location: this.options.base });
      response.end();
      return;
    }
    const [area, ...rest] = segments.slice(base.length);
    if (area === 'dicomweb') {
      response.setHeader('Cache-Control', 'no-store');
      const root = `http://${host}${this.options.base}dicomweb`;
      return this.options.dicomWeb.handle(request, response, {
        segments: rest,
        parameters: url.searchParams,
        root,
      });
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new HttpError(405, 'Only GET is offered here.', { Allow: 'GET, HEAD' });
    }
    if (area === 'plugins') {
      const [name = '', ...path] = rest;
      if (await this.plugins.get(name)?.send(request, response, path)) return;
      throw new HttpError(404, 'There is no such plugin file.');
    }
    return this.sendViewer(request, response, area === undefined ? [] : [area, ...rest]);
  }

  private pluginNames(kind: Plugin['kind']): string[] {
    return this.options.plugins.filter(plugin => plugin.kind === kind).map(({ name }) => name);
  }

  private async sendViewer(
    request: IncomingMessage,
    response: ServerResponse,
    path: string[]
  ): Promise<void> {
    if (path.join('/') === 'app-config.js') {
      response.writeHead(200, {
        'Content-Type': 'text/javascript; charset=utf-8',
        'Cache-Control': 'no-cache',
      });
      response.end(
        appConfigScript({
          base: this.options.base,
          extensions: this.pluginNames('extension'),
          modes: this.pluginNames('mode'),
        })
      );
      return;
    }
    const name = path.at(-1) ?? '';
    const isPage = path.length === 0 || name === 'index.html' || !name.includes('.');
    if (this.viewer === null) throw new HttpError(404, 'No viewer is served here.');
    if (!isPage) {
      if (await this.viewer.send(request, response, path)) return;
      throw new HttpError(404, 'There is no such file of the viewer.');
    }
    // Addresses within the viewer, such as /viewer, are all its one page.
    const html = await this.viewer.readText('index.html');
    if (html === null) throw new HttpError(404, 'The viewer has no index.html.');
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-cache',
      ...(this.options.csp && {
        'Content-Security-Policy': contentSecurityPolicy(inlineScriptHashes(html)),
      }),
    });
    response.end(html);
  }
}

/**
 * The request's address. A foreign Host is refused, so that no other site can reach this server through
 * a name of its own that leads to 127.0.0.1.
 */
function readAddress(request: IncomingMessage): { host: string; url: URL; segments: string[] } {
  const host = request.headers.host ?? '';
  if (!ALLOWED_HOSTS.has(host.replace(/:\d+$/, ''))) {
    throw new HttpError(403, 'This server answers to 127.0.0.1 and localhost only.');
  }
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) {
    throw new HttpError(403, 'This server answers its own pages only.');
  }
  try {
    const url = new URL(request.url ?? '/', `http://${host}`);
    const segments = url.pathname
      .split('/')
      .filter(segment => segment !== '')
      .map(decodeURIComponent);
    if (segments.some(segment => segment === '..' || segment === '.' || /[/\\\0]/.test(segment))) {
      throw new RangeError('a segment would leave its folder');
    }
    return { host, url, segments };
  } catch {
    throw new HttpError(400, 'The address cannot be read.');
  }
}

/** How long the rest of a refused body is read and dropped, so that the client gets to the answer. */
const LINGER_MS = 5000;

function sendError(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  warn: (message: string) => void
): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const known = error instanceof HttpError ? error : new HttpError(500, 'The server failed.');
  if (known !== error) {
    const code = (error as NodeJS.ErrnoException).code ?? (error as Error).name;
    warn(`A request failed (${code}).`);
  }
  const body = JSON.stringify({ status: known.status, message: known.message });
  response.writeHead(known.status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    ...known.headers,
  });
  response.end(body);
  if (!request.complete) {
    request.resume();
    setTimeout(() => request.complete || request.destroy(), LINGER_MS).unref();
  }
}

/** Serves viewer, plugins and DICOMweb on 127.0.0.1. */
export async function startDemoServer(options: DemoServerOptions): Promise<DemoServer> {
  const site = new DemoSite(options);
  const server = createServer((request, response) => {
    site.handle(request, response).catch((error: unknown) => {
      sendError(request, response, error, options.warn);
    });
  });
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  const url = `http://${LOOPBACK}:${port}${options.base}`;
  return {
    url,
    dicomWebUrl: `${url}dicomweb`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close(error => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, resolve);
  });
}

/** The product's extension and mode, where their builds leave them in this repository. */
export const builtPlugins = (root: string): Plugin[] => [
  {
    kind: 'extension',
    name: 'knee-mri-synth',
    folder: join(root, 'extensions', 'knee-mri-synth', 'dist'),
  },
  { kind: 'mode', name: 'xray-to-mri', folder: join(root, 'modes', 'xray-to-mri', 'dist') },
];
