import http, {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream/promises';
import { HttpError, type ServiceAddress } from '../dicomweb';
import { ReplaceStream } from './replace-stream';
import type { Upstream } from './upstream';

/** Headers of one connection (RFC 9110, section 7.6.1) and those that the proxy sets itself. */
const NOT_FORWARDED = new Set([
  'accept-encoding',
  'authorization',
  'connection',
  'cookie',
  'expect',
  'forwarded',
  'host',
  'keep-alive',
  'origin',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'referer',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Not handed to the browser: it would ask the user for the credentials that stay here, let other sites
 * read what these credentials open, or keep patient data in its cache.
 */
const NOT_RETURNED = new Set([
  ...NOT_FORWARDED,
  'access-control-allow-credentials',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'cache-control',
  'set-cookie',
  'www-authenticate',
  'content-length',
]);

const RESOURCES = new Set(['studies', 'series', 'instances', 'bulk']);
const SILENCE_MS = 120_000;

export interface DicomWebProxy {
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    address: ServiceAddress
  ): Promise<void>;
}

function forwardable(headers: IncomingHttpHeaders, left: ReadonlySet<string>): IncomingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map(name => name.trim().toLowerCase());
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !left.has(name) && !named.includes(name))
  );
}

function upstreamError(error: NodeJS.ErrnoException): HttpError {
  return error.code === 'ETIMEDOUT'
    ? new HttpError(504, 'The PACS does not answer. Is it overloaded or behind a firewall?')
    : new HttpError(
        502,
        `The PACS cannot be reached (${error.code ?? error.name}). Check the address given to --dicomweb.`
      );
}

function send(
  upstream: Upstream,
  request: IncomingMessage,
  path: string
): { sent: http.ClientRequest; answered: Promise<IncomingMessage> } {
  const { url, authorization } = upstream;
  const sent = (url.protocol === 'https:' ? https : http).request({
    protocol: url.protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    path,
    method: request.method,
    timeout: SILENCE_MS,
    headers: {
      ...forwardable(request.headers, NOT_FORWARDED),
      'accept-encoding': 'identity',
      host: url.host,
      ...(authorization !== null && { authorization }),
    },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve);
    sent.once('error', reject);
    sent.once('timeout', () => {
      sent.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
    });
  });
  return { sent, answered };
}

/**
 * Passes DICOMweb requests on to one PACS and to nothing else. The credentials are added here and never
 * reach the browser; addresses in the PACS's JSON answers are replaced by this server's own.
 */
export function createDicomWebProxy(upstream: Upstream): DicomWebProxy {
  const upstreamRoot = upstream.url.href.replace(/\/+$/, '');
  return {
    async handle(request, response, { segments, parameters, root }) {
      if (!['GET', 'HEAD', 'POST'].includes(request.method ?? '')) {
        throw new HttpError(405, 'Only GET and POST are passed on to the PACS.', {
          Allow: 'GET, HEAD, POST',
        });
      }
      if (!RESOURCES.has(segments[0] ?? '')) {
        throw new HttpError(404, 'There is no such DICOMweb resource.');
      }
      const query = parameters.size > 0 ? `?${parameters}` : '';
      const path = `${upstream.url.pathname.replace(/\/+$/, '')}/${segments.map(encodeURIComponent).join('/')}${query}`;
      const { sent, answered } = send(upstream, request, path.replace(/%2C/g, ','));
      response.once('close', () => sent.destroy());
      // A PACS may answer, say 401, before it has read the body; its answer counts then.
      pipeline(request, sent).catch(() => undefined);
      const answer = await answered.catch((error: NodeJS.ErrnoException) => {
        throw upstreamError(error);
      });
      const status = answer.statusCode ?? 502;
      if (status >= 300 && status < 400 && status !== 304) {
        answer.destroy();
        throw new HttpError(
          502,
          'The PACS redirects to another address; give that one to --dicomweb.'
        );
      }
      const isJson = (answer.headers['content-type'] ?? '').includes('json');
      response.writeHead(status, {
        ...forwardable(answer.headers, NOT_RETURNED),
        ...(!isJson &&
          answer.headers['content-length'] && {
            'content-length': answer.headers['content-length'],
          }),
      });
      if (isJson) await pipeline(answer, new ReplaceStream(upstreamRoot, root), response);
      else await pipeline(answer, response);
    },
  };
}
