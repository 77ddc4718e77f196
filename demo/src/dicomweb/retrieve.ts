import type { ServerResponse } from 'node:http';
import { frameMediaType, TRANSFER_SYNTAX, type ByteRange, type DicomJson } from '../dicom';
import type { InstanceStore, StoredInstance } from '../store';
import { HttpError } from './http-error';
import { acceptsParts, acceptsType, type MediaType } from './media-type';
import { sendMultipart, sendSinglePart, type FilePart } from './multipart-writer';

/** What a retrieve request's path names; null further down means "all of them". */
export interface RetrieveTarget {
  study: string;
  series: string | null;
  instance: string | null;
}

export interface RetrieveContext {
  store: InstanceStore;
  accepted: MediaType[];
  /** Absolute address of the service, without a slash at its end. */
  root: string;
  response: ServerResponse;
}

const EXPLICIT = TRANSFER_SYNTAX.explicitLittleEndian;

const notAcceptable = (offer: string): HttpError =>
  new HttpError(406, `None of the accepted media types can be served; this resource is ${offer}.`);

function* instanceUids(
  store: InstanceStore,
  target: RetrieveTarget
): Generator<[string, string, string]> {
  const study = store.studies.get(target.study);
  for (const series of study?.series.values() ?? []) {
    if (target.series !== null && series.uid !== target.series) continue;
    for (const uid of series.instances.keys()) {
      if (target.instance === null || uid === target.instance)
        yield [target.study, series.uid, uid];
    }
  }
}

async function* storedInstances(
  store: InstanceStore,
  target: RetrieveTarget
): AsyncGenerator<StoredInstance> {
  for (const uids of instanceUids(store, target)) {
    const stored = await store.get(...uids);
    if (stored) yield stored;
  }
}

function requireSome(store: InstanceStore, target: RetrieveTarget): void {
  if (instanceUids(store, target).next().done) {
    throw new HttpError(404, 'No such study, series or instance is stored.');
  }
}

export async function requireInstance(
  store: InstanceStore,
  target: RetrieveTarget
): Promise<StoredInstance> {
  for await (const stored of storedInstances(store, target)) return stored;
  throw new HttpError(404, 'No such study, series or instance is stored.');
}

const addressOf = ({ description }: StoredInstance, root: string): string =>
  `${root}/studies/${description.studyInstanceUid}/series/${description.seriesInstanceUid}` +
  `/instances/${description.sopInstanceUid}`;

/** Metadata with the addresses of bulk data made absolute. */
export function servedMetadata(stored: StoredInstance, root: string): DicomJson {
  const address = addressOf(stored, root);
  return Object.fromEntries(
    Object.entries(stored.description.metadata).map(([tag, attribute]) => [
      tag,
      attribute.BulkDataURI === undefined
        ? attribute
        : { ...attribute, BulkDataURI: `${address}/${attribute.BulkDataURI}` },
    ])
  );
}

/** `.../metadata`: the DICOM JSON model of every instance, one after the other. */
export async function retrieveMetadata(
  { store, accepted, root, response }: RetrieveContext,
  target: RetrieveTarget
): Promise<void> {
  requireSome(store, target);
  const type = ['application/dicom+json', 'application/json'].find(t => acceptsType(accepted, t));
  if (type === undefined) throw notAcceptable('application/dicom+json');
  response.writeHead(200, { 'Content-Type': type });
  let separator = '[';
  for await (const stored of storedInstances(store, target)) {
    response.write(separator + JSON.stringify(servedMetadata(stored, root)));
    separator = ',';
  }
  response.end(']');
}

/** `/studies/..`, `/series/..`, `/instances/..`: the Part 10 files as they are stored. */
export async function retrieveInstances(
  { store, accepted, root, response }: RetrieveContext,
  target: RetrieveTarget
): Promise<void> {
  requireSome(store, target);
  const toPart = (stored: StoredInstance): FilePart => ({
    contentType: `application/dicom; transfer-syntax=${stored.description.transferSyntax}`,
    location: addressOf(stored, root),
    path: stored.path,
    ranges: null,
  });
  const wantsSinglePart = accepted.some(({ type }) => type === 'application/dicom');
  if (target.instance !== null && wantsSinglePart) {
    await sendSinglePart(response, toPart(await requireInstance(store, target)));
    return;
  }
  for await (const { description } of storedInstances(store, target)) {
    const { transferSyntax } = description;
    if (!acceptsParts(accepted, 'application/dicom', transferSyntax, EXPLICIT)) {
      throw notAcceptable(
        `multipart/related; type="application/dicom"; transfer-syntax=${transferSyntax}`
      );
    }
  }
  async function* parts(): AsyncGenerator<FilePart> {
    for await (const stored of storedInstances(store, target)) yield toPart(stored);
  }
  await sendMultipart(response, 'application/dicom', parts());
}

function frameRanges(stored: StoredInstance, number: number): ByteRange[] {
  const { frames } = stored.description;
  if (frames === null) throw new HttpError(404, 'This instance has no frames that can be served.');
  const count = frames.kind === 'native' ? frames.frames : frames.frames.length;
  const index = number - 1;
  const compressed = frames.kind === 'compressed' ? frames.frames[index] : undefined;
  if (index < 0 || index >= count) {
    throw new HttpError(404, `This instance has ${count} frame(s), counted from 1.`);
  }
  return frames.kind === 'native'
    ? [{ offset: frames.offset + index * frames.frameBytes, length: frames.frameBytes }]
    : (compressed ?? []);
}

/** `.../frames/1,2`: pixels of the listed frames in the stored transfer syntax. */
export async function retrieveFrames(
  { store, accepted, root, response }: RetrieveContext,
  target: RetrieveTarget,
  list: string
): Promise<void> {
  if (!/^\d{1,6}(,\d{1,6})*$/.test(list)) {
    throw new HttpError(400, 'The frame list is not a list of numbers such as 1,2,3.');
  }
  const stored = await requireInstance(store, target);
  const { transferSyntax } = stored.description;
  const type = frameMediaType(transferSyntax);
  const offered = [type, 'application/octet-stream'].find(partType =>
    acceptsParts(accepted, partType, transferSyntax, partType === type ? transferSyntax : EXPLICIT)
  );
  const contentType = `${offered ?? type}; transfer-syntax=${transferSyntax}`;
  const numbers = list.split(',').map(Number);
  const parts = numbers.map((number): FilePart => ({
    contentType,
    location: `${addressOf(stored, root)}/frames/${number}`,
    path: stored.path,
    ranges: frameRanges(stored, number),
  }));
  const [first] = parts;
  if (offered !== undefined) return sendMultipart(response, offered, parts);
  if (first && parts.length === 1 && acceptsType(accepted, type)) {
    return sendSinglePart(response, first);
  }
  throw notAcceptable(`multipart/related; type="${type}"; transfer-syntax=${transferSyntax}`);
}

/** `.../bulkdata/<tag>`: one large value of an instance. */
export async function retrieveBulkData(
  { store, accepted, root, response }: RetrieveContext,
  target: RetrieveTarget,
  tag: string
): Promise<void> {
  const stored = await requireInstance(store, target);
  const bulk = stored.description.bulk[tag.toUpperCase()];
  if (!bulk) throw new HttpError(404, 'This instance has no such bulk data.');
  const part: FilePart = {
    contentType: bulk.mediaType,
    location: `${addressOf(stored, root)}/bulkdata/${tag.toUpperCase()}`,
    path: stored.path,
    ranges: [bulk],
  };
  if (acceptsParts(accepted, bulk.mediaType, EXPLICIT, EXPLICIT)) {
    return sendMultipart(response, bulk.mediaType, [part]);
  }
  if (acceptsType(accepted, bulk.mediaType)) return sendSinglePart(response, part);
  throw notAcceptable(bulk.mediaType);
}
