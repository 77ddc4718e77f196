import { say, type Sentence } from '../../sentences';
import type { Answer } from './dicomWeb';

/** Failure Reason (0008,1197), PS3.3 C.14.1.1 and PS3.4 table B.2-1. */
export const FAILURE_REASONS: Record<number, Sentence> = {
  0x0105: say('attributeUnknown'),
  0x0106: say('attributeValue'),
  0x0110: say('processingFailed'),
  0x0111: say('duplicateUid'),
  0x0112: say('objectUnknown'),
  0x0117: say('uidInvalid'),
  0x0120: say('attributeMissing'),
  0x0121: say('attributeEmpty'),
  0x0122: say('classNotStored'),
  0x0124: say('userMayNotStore'),
  0x0131: say('requestDuplicate'),
  0x0213: say('outOfResources'),
  0xa700: say('outOfResourcesDisk'),
  0xa900: say('classContradicted'),
  0xc000: say('cannotUnderstand'),
  0xc122: say('syntaxNotAccepted'),
};

/** Failure reasons whose last two or three digits the server may choose. */
const FAILURE_CLASSES: [number, number, Sentence][] = [
  [0xff00, 0xa700, say('outOfResourcesDisk')],
  [0xff00, 0xa900, say('classContradicted')],
  [0xf000, 0xc000, say('cannotUnderstand')],
];

/** A failure reason code in words. */
export function failureReason(code: number | null): Sentence {
  if (code === null) {
    return say('reasonNone');
  }
  const known =
    FAILURE_REASONS[code] ?? FAILURE_CLASSES.find(([mask, value]) => (code & mask) === value)?.[2];
  return say('reasonWithCode', { reason: known ?? say('reasonOwn'), code });
}

const STATUS: Record<number, Sentence> = {
  0: say('archiveCut'),
  400: say('archive400'),
  401: say('archive401'),
  403: say('archive403'),
  404: say('archive404'),
  405: say('archive405'),
  409: say('archive409'),
  413: say('archive413'),
  415: say('archive415'),
  500: say('archive500'),
  503: say('archive503'),
  507: say('archive507'),
};

/** Why an exchange failed, and what to do. */
export function statusSentence({ status }: Answer): Sentence {
  return STATUS[status] ?? say(status >= 500 ? 'archiveFailed' : 'archiveOtherStatus', { status });
}
