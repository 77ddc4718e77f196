import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DicomWebHandler } from '../../../demo/src';

/** What happens to the images that are sent. */
export type StoreFault = 401 | 409 | 500 | 'cut';

function isStore(request: IncomingMessage): boolean {
  return request.method === 'POST';
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  request.resume();
  response.writeHead(status, { 'Content-Type': 'application/dicom+json', 'Content-Length': 0 });
  response.end();
}

function cut(request: IncomingMessage): void {
  request.once('data', () => request.socket.destroy());
}

/**
 * An archive that fails when it is stored to; all else goes through.
 * @param fault asked at every STOW-RS request; null lets it through
 */
export function faultyArchive(
  archive: DicomWebHandler,
  fault: () => StoreFault | null
): DicomWebHandler {
  return {
    async handle(request, response, address) {
      const chosen = isStore(request) ? fault() : null;
      if (chosen === null) {
        return archive.handle(request, response, address);
      }
      if (chosen === 'cut') {
        return cut(request);
      }
      return refuse(request, response, chosen);
    },
  };
}
