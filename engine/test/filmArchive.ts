import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A film of an archive, by its series and instance. */
export interface ArchivedFilm {
  modality: string;
  series: string;
  instance: string;
  part10: Uint8Array;
}

const BOUNDARY = 'film-archive';

function json(response: ServerResponse, items: object[]): void {
  response.setHeader('content-type', 'application/dicom+json');
  response.end(JSON.stringify(items));
}

const attribute = (vr: string, value: string) => ({ vr, Value: [value] });

/** A DICOMweb archive that answers QIDO-RS and WADO-RS about the films of its studies. */
export class FilmArchive {
  private readonly server: Server;

  constructor(studies: Readonly<Record<string, ArchivedFilm[]>>) {
    this.server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '', 'http://127.0.0.1');
      const [, study = '', , series, , instance] = pathname.split('/').slice(1);
      const films = (studies[study] ?? []).filter(film => !series || film.series === series);
      if (instance)
        this.giveFile(
          response,
          films.find(film => film.instance === instance)
        );
      else if (pathname.endsWith('/instances')) {
        json(
          response,
          films.map(film => ({ '00080018': attribute('UI', film.instance) }))
        );
      } else {
        json(
          response,
          films.map(film => ({
            '00080060': attribute('CS', film.modality),
            '0020000E': attribute('UI', film.series),
          }))
        );
      }
    });
  }

  open(): Promise<string> {
    return new Promise(resolve => {
      this.server.listen(0, '127.0.0.1', () => {
        const { port } = this.server.address() as AddressInfo;
        resolve(`http://127.0.0.1:${port}`);
      });
    });
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise(resolve => this.server.close(() => resolve()));
  }

  private giveFile(response: ServerResponse, film: ArchivedFilm | undefined): void {
    if (!film) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader(
      'content-type',
      `multipart/related; type="application/dicom"; boundary=${BOUNDARY}`
    );
    response.write(`--${BOUNDARY}\r\nContent-Type: application/dicom\r\n\r\n`);
    response.write(film.part10);
    response.end(`\r\n--${BOUNDARY}--\r\n`);
  }
}
