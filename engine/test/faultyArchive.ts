import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readPart10, type DicomAttributes } from '../src/dicom';
import { DicomMetaDictionary } from '../src/dicom/dcmjsLibrary';

/** What the archive does wrong with one STOW request. */
export type StoreFault =
  | { status: number; headers?: Record<string, string> }
  /** Closes the connection before, or after, it has stored the request. */
  | 'cut-before'
  | 'cut-after'
  /** Says that all is stored and stores nothing. */
  | 'lie'
  /** Refuses the first instance of the request with a failure reason. */
  | { refuseFirstWith: number };

export interface ArchiveFaults {
  /** By number of the STOW request, from 0. */
  store?: (request: number, instances: number) => StoreFault | undefined;
  metadata?: (request: number) => number | undefined;
  forgetsSyntheticData?: boolean;
  changesPixels?: boolean;
  /** Status of the answer to every request for pixels, by its number from 0. */
  frames?: (request: number) => number | undefined;
  patientIdOfStudy?: string;
  /** Status of the answer to a search for the study. */
  query?: number;
}

interface Stored {
  study: string;
  series: string;
  synthetic: unknown;
  pixels: Uint8Array;
  attributes: DicomAttributes;
  part10: Uint8Array;
}

function text(value: unknown): string {
  return String(Array.isArray(value) ? value[0] : value);
}

function partsOf(body: Buffer, contentType: string): Buffer[] {
  const boundary = Buffer.from(`--${/boundary="?([^";]+)/.exec(contentType)?.[1] ?? ''}`);
  const parts: Buffer[] = [];
  for (let at = body.indexOf(boundary); ;) {
    const next = body.indexOf(boundary, at + boundary.length);
    if (next < 0) {
      return parts;
    }
    const start = body.indexOf('\r\n\r\n', at) + 4;
    parts.push(body.subarray(start, next - 2));
    at = next;
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** The attributes as DICOM JSON, without pixels. */
function jsonOf({ attributes }: Stored): Record<string, unknown> {
  const told = Object.entries(attributes).filter(
    ([keyword]) => !['PixelData', '_vrMap'].includes(keyword)
  );
  return DicomMetaDictionary.denaturalizeDataset(Object.fromEntries(told));
}

const referenced = (uid: string, reason?: number) => ({
  '00081155': { vr: 'UI', Value: [uid] },
  ...(reason === undefined ? {} : { '00081197': { vr: 'US', Value: [reason] } }),
});

/** A DICOMweb archive in memory, on 127.0.0.1, that fails as it is told to. */
export class FaultyArchive {
  readonly stored = new Map<string, Stored>();
  /** Numbers of instances of the STOW requests that came in. */
  readonly storeRequests: number[] = [];
  readonly authorization: (string | undefined)[] = [];
  private metadataRequests = 0;
  private frameRequests = 0;
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch(() => response.destroy());
  });

  constructor(private readonly faults: ArchiveFaults = {}) {}

  async open(): Promise<string> {
    await new Promise<void>(resolve => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/dicom-web`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.authorization.push(request.headers.authorization);
    const url = request.url ?? '';
    if (request.method === 'POST') {
      return this.store(request, response);
    }
    if (url.endsWith('/metadata')) {
      return this.metadata(url, response);
    }
    if (url.endsWith('/frames/1')) {
      return this.frame(url, response);
    }
    if (/\/(series|instances)$/.test(url)) {
      return this.search(url, response);
    }
    if (/\/instances\/[\d.]+$/.test(url)) {
      return this.file(url, response);
    }
    const { patientIdOfStudy, query } = this.faults;
    if (query !== undefined) {
      response.writeHead(query).end();
      return;
    }
    const study = { '00100020': { vr: 'LO', Value: [patientIdOfStudy] } };
    this.json(response, 200, patientIdOfStudy === undefined ? [] : [study]);
  }

  /** Takes a DICOM file in, as if it had been there before. */
  put(part10: Uint8Array): void {
    const { attributes, pixelFragments } = readPart10(part10);
    this.stored.set(text(attributes['SOPInstanceUID']), {
      study: text(attributes['StudyInstanceUID']),
      series: text(attributes['SeriesInstanceUID']),
      synthetic: attributes['SyntheticData'],
      pixels: pixelFragments[0] ?? new Uint8Array(0),
      attributes,
      part10: Uint8Array.from(part10),
    });
  }

  private async store(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const number = this.storeRequests.length;
    const parts = partsOf(await readBody(request), request.headers['content-type'] ?? '');
    this.storeRequests.push(parts.length);
    const fault = this.faults.store?.(number, parts.length);
    if (fault === 'cut-before') {
      response.destroy();
      return;
    }
    if (typeof fault === 'object' && 'status' in fault) {
      response.writeHead(fault.status, fault.headers).end();
      return;
    }
    const uids: string[] = [];
    const failed: ReturnType<typeof referenced>[] = [];
    parts.forEach((part, index) => {
      const uid = text(readPart10(part).attributes['SOPInstanceUID']);
      if (typeof fault === 'object' && 'refuseFirstWith' in fault && index === 0) {
        failed.push(referenced(uid, fault.refuseFirstWith));
        return;
      }
      uids.push(uid);
      if (fault !== 'lie') {
        this.put(part);
      }
    });
    if (fault === 'cut-after') {
      response.destroy();
      return;
    }
    const body = {
      '00081199': { vr: 'SQ', Value: uids.map(uid => referenced(uid)) },
      ...(failed.length > 0 ? { '00081198': { vr: 'SQ', Value: failed } } : {}),
    };
    this.json(response, failed.length > 0 ? 202 : 200, body);
  }

  private metadata(url: string, response: ServerResponse): void {
    const status = this.faults.metadata?.(this.metadataRequests++);
    if (status !== undefined) {
      response.writeHead(status).end();
      return;
    }
    const found = this.instancesOf(url);
    const datasets = found.map(stored => {
      const { '0008001C': synthetic, ...json } = jsonOf(stored);
      return this.faults.forgetsSyntheticData ? json : { ...json, '0008001C': synthetic };
    });
    this.json(response, found.length === 0 ? 404 : 200, datasets);
  }

  private instancesOf(url: string): Stored[] {
    const [, study, series] = /studies\/([^/]+)(?:\/series\/([^/]+))?/.exec(url) ?? [];
    return [...this.stored.values()].filter(
      one => one.study === study && (series === undefined || one.series === series)
    );
  }

  /** QIDO-RS of series and instances. */
  private search(url: string, response: ServerResponse): void {
    const found = this.instancesOf(url);
    const bySeries = new Map(found.map(one => [one.series, one]));
    const answers = url.endsWith('/series') ? [...bySeries.values()] : found;
    this.json(response, 200, answers.map(jsonOf));
  }

  private file(url: string, response: ServerResponse): void {
    const stored = this.stored.get(/instances\/([\d.]+)$/.exec(url)?.[1] ?? '');
    if (!stored) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'Content-Type': 'multipart/related; type="application/dicom"; boundary="file"',
    });
    const head = Buffer.from('--file\r\nContent-Type: application/dicom\r\n\r\n');
    response.end(Buffer.concat([head, stored.part10, Buffer.from('\r\n--file--')]));
  }

  private frame(url: string, response: ServerResponse): void {
    const status = this.faults.frames?.(this.frameRequests++);
    if (status !== undefined) {
      response.writeHead(status).end();
      return;
    }
    const uid = /instances\/([^/]+)/.exec(url)?.[1] ?? '';
    const pixels = Buffer.from(this.stored.get(uid)?.pixels ?? []);
    if (this.faults.changesPixels) {
      pixels.writeUInt16LE(4095 - pixels.readUInt16LE(0), 0);
    }
    response.writeHead(200, {
      'Content-Type': 'multipart/related; type="application/octet-stream"; boundary="frame"',
    });
    const head = '--frame\r\nContent-Type: application/octet-stream\r\n\r\n';
    response.end(Buffer.concat([Buffer.from(head), pixels, Buffer.from('\r\n--frame--')]));
  }

  private json(response: ServerResponse, status: number, body: unknown): void {
    response.writeHead(status, { 'Content-Type': 'application/dicom+json' });
    response.end(JSON.stringify(body));
  }
}
