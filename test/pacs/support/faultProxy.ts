import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is done to one STOW request instead of handing it on. */
export type Fault =
  | { answer: number; headers?: OutgoingHttpHeaders }
  /** Hands on this part of the request (0 to 1), then cuts both connections. */
  | { cutAfter: number }
  /** Hands the request on, and cuts the connection instead of handing the answer back. */
  | { cutAnswer: true }
  /** Hands the request on piece by piece, with pauses. */
  | { slowly: true }
  /** Hands half of the request on, does something else, for example kills the PACS, and goes on. */
  | { meanwhile: () => Promise<void> }
  /** Other credentials than the right ones; null for none. */
  | { authorization: string | null };

const PIECES = 20;
const PAUSE_MS = 20;

const pause = () => new Promise(resolve => setTimeout(resolve, PAUSE_MS));

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** Stands before a PACS on 127.0.0.1, adds the credentials and does what it is told to STOW requests. */
export class FaultProxy {
  /** Asked for the fault of each STOW request, by number from 0, and by its bytes. */
  fault: (request: number, bytes: number) => Fault | null = () => null;
  /** Requests to store that came in since the last reset. */
  stores = 0;
  private readonly server = createServer((request, response) => {
    this.handle(request, response).catch(() => response.destroy());
  });

  constructor(
    private readonly socketPath: string,
    private readonly authorization: string
  ) {}

  async open(): Promise<string> {
    await new Promise<void>(resolve => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/dicom-web`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  reset(): void {
    this.stores = 0;
    this.fault = () => null;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const isStore = request.method === 'POST';
    const fault = isStore ? this.fault(this.stores++, body.length) : null;
    if (fault !== null && 'answer' in fault) {
      response.writeHead(fault.answer, fault.headers).end();
      return;
    }
    await this.handOn(request, response, body, fault);
  }

  private async handOn(
    request: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
    fault: Fault | null
  ): Promise<void> {
    const authorization =
      fault !== null && 'authorization' in fault ? fault.authorization : this.authorization;
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => name !== 'connection' && name !== 'host')
    );
    const sent = httpRequest({
      socketPath: this.socketPath,
      path: request.url,
      method: request.method,
      headers: { ...headers, ...(authorization === null ? {} : { authorization }) },
    });
    sent.once('error', () => response.destroy());
    sent.once('response', answer => {
      if (fault !== null && 'cutAnswer' in fault) {
        answer.resume();
        answer.once('end', () => response.destroy());
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    if (fault !== null && 'cutAfter' in fault) {
      sent.write(body.subarray(0, Math.floor(fault.cutAfter * body.length)), () => {
        sent.destroy();
        response.destroy();
      });
      return;
    }
    if (fault !== null && 'slowly' in fault) {
      const piece = Math.ceil(body.length / PIECES);
      for (let at = 0; at < body.length; at += piece) {
        sent.write(body.subarray(at, at + piece));
        await pause();
      }
      sent.end();
      return;
    }
    if (fault !== null && 'meanwhile' in fault) {
      sent.write(body.subarray(0, body.length / 2));
      await pause();
      await fault.meanwhile();
      sent.end(body.subarray(body.length / 2));
      return;
    }
    sent.end(body);
  }
}
