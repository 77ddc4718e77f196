import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isolationHeaders, StaticFolder } from '../../demo/src/host';

export interface Site {
  url: string;
  close(): Promise<void>;
}

/** Serves a folder on 127.0.0.1 to cross-origin isolated pages. */
export async function serveSite(folder: string): Promise<Site> {
  const files = new StaticFolder(folder);
  const server = createServer(async (request, response) => {
    for (const [name, value] of Object.entries(isolationHeaders(true))) {
      response.setHeader(name, value);
    }
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const segments = pathname.split('/').filter(segment => segment !== '');
    const path = segments.length === 0 ? ['index.html'] : segments;
    if (!(await files.send(request, response, path))) response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
