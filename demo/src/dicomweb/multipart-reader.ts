import { HttpError } from './http-error';
import { parseMediaType, type MediaType } from './media-type';

/** Where the parts of a body go. Calls follow one another: begin, any number of data, end. */
export interface PartSink {
  begin(contentType: MediaType): Promise<void>;
  data(chunk: Buffer): Promise<void>;
  end(): Promise<void>;
}

const CRLF = Buffer.from('\r\n');
const HEADERS_END = Buffer.from('\r\n\r\n');
const MAX_HEADER_BYTES = 16 * 1024;

const malformed = (what: string): HttpError =>
  new HttpError(400, `The multipart body is malformed: ${what}.`);

type State = 'delimiter' | 'after-delimiter' | 'headers' | 'content' | 'closed';

/**
 * Reads a multipart/related body (RFC 2046, section 5.1) as it arrives and hands each part on in pieces,
 * so that a body of any size needs the memory of a few chunks.
 * @throws HttpError 400 if the body breaks the format or ends before its closing delimiter.
 */
export async function readMultipart(
  body: AsyncIterable<Buffer>,
  boundary: string,
  sink: PartSink
): Promise<void> {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  let state = 'delimiter' as State;
  // A body may start with the delimiter itself; the missing line break before it is put in front.
  let pending = CRLF;

  /** Consumes what it can of `pending`; false when more bytes are needed. */
  const step = async (): Promise<boolean> => {
    if (state === 'delimiter' || state === 'content') {
      const at = pending.indexOf(delimiter);
      const safe = at >= 0 ? at : Math.max(0, pending.length - delimiter.length + 1);
      if (state === 'content' && safe > 0) await sink.data(pending.subarray(0, safe));
      if (at < 0) {
        pending = pending.subarray(safe);
        return false;
      }
      if (state === 'content') await sink.end();
      pending = pending.subarray(at + delimiter.length);
      state = 'after-delimiter';
      return true;
    }
    if (state === 'after-delimiter') {
      if (pending.length < 2) return false;
      if (pending.toString('latin1', 0, 2) === '--') {
        state = 'closed';
        return true;
      }
      const lineEnd = pending.indexOf(CRLF);
      if (lineEnd < 0) {
        if (pending.length > MAX_HEADER_BYTES) throw malformed('a delimiter line does not end');
        return false;
      }
      if (pending.toString('latin1', 0, lineEnd).trim() !== '') {
        throw malformed('a delimiter line has text after the boundary');
      }
      // The line break stays, so that a part without headers ends them at once.
      pending = pending.subarray(lineEnd);
      state = 'headers';
      return true;
    }
    if (state === 'headers') {
      const end = pending.indexOf(HEADERS_END);
      if (end > MAX_HEADER_BYTES || (end < 0 && pending.length > MAX_HEADER_BYTES)) {
        throw malformed("a part's headers are too long");
      }
      if (end < 0) return false;
      await sink.begin(contentTypeOf(pending.toString('latin1', 0, end)));
      pending = pending.subarray(end + HEADERS_END.length);
      state = 'content';
      return true;
    }
    pending = Buffer.alloc(0);
    return false;
  };

  for await (const chunk of body) {
    pending = Buffer.concat([pending, chunk]);
    while (await step());
  }
  if (state !== 'closed') throw malformed('it ends before its closing delimiter');
}

function contentTypeOf(headers: string): MediaType {
  const line = headers.split('\r\n').find(header => /^content-type\s*:/i.test(header));
  return parseMediaType(line?.slice(line.indexOf(':') + 1) ?? '');
}
