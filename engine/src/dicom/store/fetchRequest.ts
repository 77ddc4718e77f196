/** What the store needs of `fetch`. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

const DONE = 4;

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/**
 * The part of XMLHttpRequest that dicomweb-client uses, carried by a passed-in `fetch`. With it the client
 * works in workers and Node alike, can be cancelled, and hands on what it otherwise drops: the response
 * headers, the body of a refusal, and why a connection failed.
 */
export class FetchRequest {
  responseType = '';
  withCredentials = false;
  readyState = 0;
  /** HTTP status; 0 when no response came. */
  status = 0;
  response: unknown = null;
  /** What `fetch` rejected with, when no response came. */
  failure: unknown = null;
  onreadystatechange: (() => void) | null = null;

  private method = 'get';
  private url = '';
  private readonly headers = new Headers();
  private responseHeaders = new Headers();

  constructor(
    private readonly fetch: Fetch,
    private readonly signal?: AbortSignal
  ) {}

  open(method: string, url: string): void {
    this.method = method.toUpperCase();
    this.url = url;
  }

  setRequestHeader(name: string, value: string): void {
    this.headers.set(name, value);
  }

  getResponseHeader(name: string): string | null {
    return this.responseHeaders.get(name);
  }

  getAllResponseHeaders(): string {
    return [...this.responseHeaders].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  }

  send(body?: ArrayBuffer): void {
    void this.carry(body).then(() => {
      this.readyState = DONE;
      this.onreadystatechange?.();
    });
  }

  private async carry(body?: ArrayBuffer): Promise<void> {
    try {
      const response = await this.fetch(this.url, {
        method: this.method,
        headers: this.headers,
        ...(body === undefined ? {} : { body }),
        ...(this.signal === undefined ? {} : { signal: this.signal }),
        ...(this.withCredentials ? { credentials: 'include' as const } : {}),
      });
      this.response = await this.readBody(response);
      this.responseHeaders = response.headers;
      this.status = response.status;
    } catch (error) {
      this.failure = error;
    }
  }

  private async readBody(response: Response): Promise<unknown> {
    if (this.responseType === 'arraybuffer') {
      return response.arrayBuffer();
    }
    const body = await response.text();
    return this.responseType === 'json' ? parseJson(body) : body;
  }
}
