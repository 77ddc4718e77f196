import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';

const MEDIA_TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** What the installation guide asks an administrator to allow, and nothing else. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'";

const ISOLATION = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

export interface StaticServerOptions {
  /** Folders by the path that they are served under, both without a slash at the end. */
  folders: Record<string, string>;
  /** Takes a request before the folders do; true when it has answered. */
  intercept?(pathname: string, response: ServerResponse): boolean;
}

export interface StaticServer {
  /** Without cross-origin isolation. */
  url: string;
  /** The same files with the headers of cross-origin isolation. */
  isolatedUrl: string;
  close(): Promise<void>;
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}

function serve({ folders, intercept }: StaticServerOptions, headers: Record<string, string>) {
  return createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (intercept?.(pathname, response)) return;
    if (pathname === '/') {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>Engine</title>');
      return;
    }
    const under = Object.keys(folders).find(prefix => pathname.startsWith(`${prefix}/`));
    const file = path.join(folders[under ?? ''] ?? '', pathname.slice(under?.length ?? 0));
    const known = under !== undefined && (await stat(file).catch(() => null))?.isFile();
    if (!known) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader(
      'content-type',
      MEDIA_TYPES[path.extname(file)] ?? 'application/octet-stream'
    );
    createReadStream(file).pipe(response);
  });
}

/** Serves folders on 127.0.0.1, with and without cross-origin isolation. */
export async function startStaticServer(options: StaticServerOptions): Promise<StaticServer> {
  const servers = [serve(options, {}), serve(options, ISOLATION)] as const;
  const [url, isolatedUrl] = await Promise.all([listen(servers[0]), listen(servers[1])]);
  return {
    url,
    isolatedUrl,
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise(resolve => server.close(resolve));
      }
    },
  };
}
