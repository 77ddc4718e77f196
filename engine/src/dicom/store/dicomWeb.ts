import { api } from 'dicomweb-client';
import { FetchRequest, type Fetch } from './fetchRequest';

/** A DICOMweb server, and how to reach it. */
export interface DicomWebAccess {
  /** Root of QIDO-, WADO- and STOW-RS, without a slash at the end. */
  rootUrl: string;
  /** Sent with every request, for example Authorization. */
  headers?: Record<string, string>;
  fetch: Fetch;
  signal?: AbortSignal;
}

/** What came back; never an exception but for a cancelled job. */
export interface Answer {
  /** HTTP status; 0 when the connection failed. */
  status: number;
  body: unknown;
  retryAfterSeconds: number | null;
  /** Why no response came. */
  failure: unknown;
}

type Client = InstanceType<typeof api.DICOMwebClient>;
type ClientRequest = NonNullable<Parameters<Client['storeInstances']>[0]['request']>;

const JSON_TYPE = 'application/dicom+json';
const OCTET_STREAM = 'multipart/related; type="application/octet-stream"';

function retryAfter(request: FetchRequest): number | null {
  const value = request.getResponseHeader('Retry-After');
  if (value === null) {
    return null;
  }
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}

/** Uses the client for one request. */
export async function ask(
  access: DicomWebAccess,
  accept: string,
  use: (client: Client, request: ClientRequest) => unknown
): Promise<Answer> {
  access.signal?.throwIfAborted();
  const instance = new FetchRequest(access.fetch, access.signal);
  const client = new api.DICOMwebClient({
    url: access.rootUrl.replace(/\/+$/, ''),
    headers: { ...access.headers, Accept: accept },
    // The client would print requests and responses, and they are a patient's.
    verbose: false,
    singlepart: false,
  });
  let body: unknown = null;
  try {
    body = await use(client, { instance } as unknown as ClientRequest);
  } catch {
    // The client throws for every status but 200, 202, 204 and 206; the request has all that is needed.
    body = instance.response;
  }
  access.signal?.throwIfAborted();
  return {
    status: instance.status,
    body,
    retryAfterSeconds: retryAfter(instance),
    failure: instance.failure,
  };
}

/** STOW-RS of some DICOM files into their study. */
export function storeInstances(
  access: DicomWebAccess,
  studyInstanceUID: string,
  files: Uint8Array[]
): Promise<Answer> {
  return ask(access, JSON_TYPE, (client, request) =>
    client.storeInstances({
      studyInstanceUID,
      // The client copies each through `new Uint8Array(file)`, which views allow.
      datasets: files as unknown as ArrayBuffer[],
      request,
    })
  );
}

/** WADO-RS metadata of a series, as DICOM JSON. */
export function seriesMetadata(
  access: DicomWebAccess,
  studyInstanceUID: string,
  seriesInstanceUID: string
): Promise<Answer> {
  return ask(access, JSON_TYPE, (client, request) =>
    client.retrieveSeriesMetadata({ studyInstanceUID, seriesInstanceUID, request })
  );
}

/** QIDO-RS of one study, as DICOM JSON. */
export function findStudy(access: DicomWebAccess, studyInstanceUID: string): Promise<Answer> {
  return ask(access, JSON_TYPE, (client, request) => {
    const options = { queryParams: { StudyInstanceUID: studyInstanceUID }, request };
    return client.searchForStudies(options);
  });
}

/** WADO-RS pixels of a single-frame instance: a list with one ArrayBuffer. */
export function framePixels(
  access: DicomWebAccess,
  studyInstanceUID: string,
  seriesInstanceUID: string,
  sopInstanceUID: string
): Promise<Answer> {
  return ask(access, OCTET_STREAM, (client, request) => {
    const instance = { studyInstanceUID, seriesInstanceUID, sopInstanceUID };
    const options = { ...instance, frameNumbers: ['1'], request };
    return client.retrieveInstanceFrames(options as never);
  });
}
