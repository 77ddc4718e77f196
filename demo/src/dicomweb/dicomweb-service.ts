import type { IncomingMessage, ServerResponse } from 'node:http';
import { isUid } from '../dicom';
import type { InstanceStore } from '../store';
import { HttpError } from './http-error';
import { acceptsType, parseAccept } from './media-type';
import { parseQuery } from './query';
import { DEFAULT_LIMITS, type ReceiveLimits } from './receive';
import { renderFrame } from './rendered';
import {
  retrieveBulkData,
  retrieveFrames,
  retrieveInstances,
  retrieveMetadata,
  servedMetadata,
  type RetrieveContext,
  type RetrieveTarget,
} from './retrieve';
import { search, type SearchScope } from './search';
import { storeInstances } from './store-instances';

/** A request's path below the service's root, and the absolute address of that root. */
export interface ServiceAddress {
  /** Decoded path segments, e.g. ['studies', '1.2.3', 'metadata']. */
  segments: string[];
  parameters: URLSearchParams;
  root: string;
}

const PLURALS = ['studies', 'series', 'instances'] as const;

interface Resource extends SearchScope {
  target: RetrieveTarget | null;
  /** What follows the last UID, e.g. ['frames', '1']. */
  rest: string[];
  /** Whether the path ends with a collection's name and so is a search. */
  isCollection: boolean;
}

const notFound = (): HttpError => new HttpError(404, 'There is no such DICOMweb resource.');

function requireUid(text: string): string {
  if (!isUid(text)) throw new HttpError(400, 'The address holds a UID that is not valid.');
  return text;
}

/** Reads /studies/{}/series/{}/instances/{}/..., also with leading parts left out in searches. */
function parseResource(segments: string[]): Resource {
  const uids: Record<(typeof PLURALS)[number], string | null> = {
    studies: null,
    series: null,
    instances: null,
  };
  let position = 0;
  let level: SearchScope['level'] | null = null;
  for (const plural of PLURALS) {
    if (segments[position] !== plural) continue;
    level = plural;
    const uid = segments[position + 1];
    position += uid === undefined ? 1 : 2;
    if (uid === undefined) {
      const { studies: study, series } = uids;
      return { level, study, series, target: null, rest: [], isCollection: true };
    }
    uids[plural] = requireUid(uid);
  }
  const { studies: study, series, instances: instance } = uids;
  if (level === null || study === null || (instance !== null && series === null)) throw notFound();
  const target = { study, series, instance };
  return { level, study, series, target, rest: segments.slice(position), isCollection: false };
}

/** QIDO-RS, WADO-RS and STOW-RS over an instance store. */
export class DicomWebService {
  constructor(
    private readonly store: InstanceStore,
    private readonly limits: ReceiveLimits = DEFAULT_LIMITS
  ) {}

  /** @throws HttpError for every request that can't be answered with a result. */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    address: ServiceAddress
  ): Promise<void> {
    const resource = parseResource(address.segments);
    if (request.method === 'POST') return this.receive(request, response, resource, address);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new HttpError(405, 'This server offers GET and POST.', { Allow: 'GET, HEAD, POST' });
    }
    if (resource.isCollection) return this.search(request, response, resource, address);
    if (resource.target === null) throw notFound();
    return this.retrieve(request, response, resource.target, resource.rest, address);
  }

  private receive(
    request: IncomingMessage,
    response: ServerResponse,
    { level, isCollection, study, series, rest }: Resource,
    { root }: ServiceAddress
  ): Promise<void> {
    if (level !== 'studies' || series !== null || rest.length > 0) {
      throw new HttpError(405, 'Instances are stored at /studies or /studies/{uid}.', {
        Allow: 'GET, HEAD',
      });
    }
    const wantedStudy = isCollection ? null : study;
    return storeInstances(request, response, this.store, {
      root,
      study: wantedStudy,
      limits: this.limits,
    });
  }

  private async search(
    request: IncomingMessage,
    response: ServerResponse,
    scope: SearchScope,
    { parameters, root }: ServiceAddress
  ): Promise<void> {
    const accepted = parseAccept(request.headers.accept);
    const type = ['application/dicom+json', 'application/json'].find(t => acceptsType(accepted, t));
    if (type === undefined) {
      throw new HttpError(406, 'Search results are served as application/dicom+json.');
    }
    const query = parseQuery(parameters);
    const results = [];
    for (const { attributes, sample } of search(this.store.studies, scope, query, root)) {
      const missing = query.includeFields.filter(tag => !(tag in attributes));
      const stored =
        sample && missing.length > 0
          ? await this.store.get(sample.study, sample.series, sample.instance)
          : null;
      const metadata = stored ? servedMetadata(stored, root) : {};
      const extra = missing.flatMap(tag => (metadata[tag] ? [[tag, metadata[tag]]] : []));
      results.push({ ...attributes, ...Object.fromEntries(extra) });
    }
    response.writeHead(200, {
      'Content-Type': type,
      ...(query.fuzzyMatching && {
        // The sentence of PS3.18, section 8.3.4.2.
        Warning:
          '299 - "The fuzzymatching parameter is not supported. Only literal matching has been performed."',
      }),
    });
    response.end(JSON.stringify(results));
  }

  private retrieve(
    request: IncomingMessage,
    response: ServerResponse,
    target: RetrieveTarget,
    rest: string[],
    { root }: ServiceAddress
  ): Promise<void> {
    const context: RetrieveContext = {
      store: this.store,
      accepted: parseAccept(request.headers.accept),
      root,
      response,
    };
    const [kind, argument, last] = rest;
    if (kind === undefined) return retrieveInstances(context, target);
    if (kind === 'metadata' && rest.length === 1) return retrieveMetadata(context, target);
    if (target.instance === null) throw notFound();
    if (kind === 'bulkdata' && argument !== undefined && rest.length === 2) {
      return retrieveBulkData(context, target, argument);
    }
    if (kind === 'frames' && argument !== undefined) {
      if (rest.length === 2) return retrieveFrames(context, target, argument);
      if (rest.length === 3 && (last === 'rendered' || last === 'thumbnail')) {
        return renderFrame(context, target, argument, last);
      }
    }
    if (rest.length === 1 && (kind === 'rendered' || kind === 'thumbnail')) {
      return renderFrame(context, target, '1', kind);
    }
    throw notFound();
  }
}
