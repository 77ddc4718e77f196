import type { IncomingMessage, ServerResponse } from 'node:http';
import { DicomFileError, type DicomJson, type InstanceDescription } from '../dicom';
import { StoreConflict, type InstanceStore } from '../store';
import { receiveInstances, type ReceiveLimits } from './receive';

/** Failure reasons of PS3.18, table I.2-2, and PS3.7, annex C. */
export const FAILURE = {
  processing: 0x0110,
  duplicate: 0x0111,
  outOfResources: 0xa700,
  contradiction: 0xa900,
  cannotUnderstand: 0xc000,
  transferSyntax: 0xc122,
} as const;

class WrongStudy extends Error {
  constructor() {
    super('It belongs to another study than the one in the address.');
    this.name = 'WrongStudy';
  }
}

interface Failure {
  /** Null where the part couldn't be read as an instance. */
  instance: Pick<InstanceDescription, 'sopClassUid' | 'sopInstanceUid'> | null;
  reason: number;
  message: string;
}

function failureReason(error: unknown): number {
  if (error instanceof WrongStudy) return FAILURE.processing;
  if (error instanceof StoreConflict) {
    return error.reason === 'other-content' ? FAILURE.duplicate : FAILURE.contradiction;
  }
  if (error instanceof DicomFileError) {
    return error.problem === 'unsupported-transfer-syntax'
      ? FAILURE.transferSyntax
      : FAILURE.cannotUnderstand;
  }
  return (error as NodeJS.ErrnoException).code === 'ENOSPC'
    ? FAILURE.outOfResources
    : FAILURE.processing;
}

const isKnown = (error: unknown): error is Error =>
  error instanceof WrongStudy || error instanceof StoreConflict || error instanceof DicomFileError;

const uid = (value: string): DicomJson[string] => ({ vr: 'UI', Value: [value] });

const reference = ({
  sopClassUid,
  sopInstanceUid,
}: Pick<InstanceDescription, 'sopClassUid' | 'sopInstanceUid'>): DicomJson => ({
  '00081150': uid(sopClassUid),
  '00081155': uid(sopInstanceUid),
});

/** The Store Instances Response Module (PS3.18, annex I) in the DICOM JSON model. */
function storeResponse(
  stored: InstanceDescription[],
  failures: Failure[],
  root: string,
  study: string | null
): DicomJson {
  const response: DicomJson = {};
  const studyUid = study ?? stored[0]?.studyInstanceUid;
  if (studyUid !== undefined && stored.length > 0) {
    response['00081190'] = { vr: 'UR', Value: [`${root}/studies/${studyUid}`] };
  }
  const failed = failures.flatMap(({ instance, reason }) =>
    instance ? [{ ...reference(instance), '00081197': { vr: 'US', Value: [reason] } }] : []
  );
  const unreadable = failures.filter(({ instance }) => instance === null);
  if (failed.length > 0) response['00081198'] = { vr: 'SQ', Value: failed };
  if (unreadable.length > 0) {
    // OtherFailuresSequence: failures that can't be tied to an instance.
    response['0008119A'] = {
      vr: 'SQ',
      Value: unreadable.map(({ reason }) => ({ '00081197': { vr: 'US', Value: [reason] } })),
    };
  }
  if (stored.length > 0) {
    response['00081199'] = {
      vr: 'SQ',
      Value: stored.map(instance => ({
        ...reference(instance),
        '00081190': {
          vr: 'UR',
          Value: [
            `${root}/studies/${instance.studyInstanceUid}/series/${instance.seriesInstanceUid}` +
              `/instances/${instance.sopInstanceUid}`,
          ],
        },
      })),
    };
  }
  return response;
}

/**
 * STOW-RS. Every instance is stored or refused by itself: 200 if all are stored, 202 if some are, 409 if
 * none. The reasons of refusals stand in the response's FailureReason, and as sentences in `Warning`.
 * @param study the study that the address names, or null.
 */
export async function storeInstances(
  request: IncomingMessage,
  response: ServerResponse,
  store: InstanceStore,
  { root, study, limits }: { root: string; study: string | null; limits: ReceiveLimits }
): Promise<void> {
  const stored: InstanceDescription[] = [];
  const failures: Failure[] = [];
  await receiveInstances(request, store, limits, async bytes => {
    let instance: Failure['instance'] = null;
    try {
      const description = await store.put(bytes, read => {
        instance = read;
        if (study !== null && read.studyInstanceUid !== study) throw new WrongStudy();
      });
      stored.push(description);
    } catch (error) {
      const message = isKnown(error) ? error.message : 'It could not be written.';
      failures.push({ instance, reason: failureReason(error), message });
    }
  });
  const status = failures.length === 0 ? 200 : stored.length === 0 ? 409 : 202;
  const sentences = [...new Set(failures.map(({ message }) => message))].slice(0, 5);
  response.writeHead(status, {
    'Content-Type': 'application/dicom+json',
    ...(sentences.length > 0 && { Warning: sentences.map(text => `299 - "${text}"`) }),
  });
  response.end(JSON.stringify(storeResponse(stored, failures, root, study)));
}
