import type { Answer } from './dicomWeb';

/** Failure Reason (0008,1197), PS3.3 C.14.1.1 and PS3.4 table B.2-1. */
export const FAILURE_REASONS: Record<number, string> = {
  0x0105: 'an attribute is not known to the server',
  0x0106: 'an attribute has a value that the server does not accept',
  0x0110: 'processing failed (often: the image belongs to another study)',
  0x0111: 'the server already has another image under this UID',
  0x0112: 'the server does not know the object',
  0x0117: 'the UID is not valid',
  0x0120: 'an attribute is missing',
  0x0121: 'an attribute has no value',
  0x0122: 'the server does not store objects of this kind',
  0x0124: 'this user may not store here',
  0x0131: 'the server took the request for a duplicate',
  0x0213: 'the server is out of resources',
  0xa700: 'the server is out of resources (its disk may be full)',
  0xa900: 'the server says that the data set is not of the kind that it names',
  0xc000: 'the server cannot read the image',
  0xc122: 'the server does not accept this transfer syntax',
};

/** Failure reasons whose last two or three digits the server may choose. */
const FAILURE_CLASSES: [number, number, string][] = [
  [0xff00, 0xa700, 'the server is out of resources (its disk may be full)'],
  [0xff00, 0xa900, 'the server says that the data set is not of the kind that it names'],
  [0xf000, 0xc000, 'the server cannot read the image'],
];

/** A failure reason code in words. */
export function failureReason(code: number | null): string {
  if (code === null) {
    return 'the server gives no reason';
  }
  const known =
    FAILURE_REASONS[code] ?? FAILURE_CLASSES.find(([mask, value]) => (code & mask) === value)?.[2];
  return `${known ?? 'the server gives a reason of its own'} (code ${code})`;
}

const STATUS: Record<number, string> = {
  0: 'The connection to the archive failed or was cut. Check the network and save again; only what is missing is sent.',
  400: 'The archive refused the request as malformed (400). Its administrator can see why in its log.',
  401: 'The archive wants a login, or does not accept the one given (401). Log in again, then save again.',
  403: 'This user may not store in the archive (403). Ask its administrator for the right to store.',
  404: 'The archive does not offer storing at this address (404). Check the DICOMweb root.',
  405: 'The archive does not offer storing at this address (405). Check the DICOMweb root.',
  409: 'The archive refused the images because they conflict with what it has (409).',
  413: 'The archive refuses requests of this size, even for a single image (413). Ask its administrator to raise the limit.',
  415: 'The archive does not accept DICOM files by STOW-RS (415). Check the DICOMweb root.',
  500: 'The archive failed with an error of its own (500). Try again later; its administrator can see why in its log.',
  503: 'The archive is busy or out of service (503). Save again later; only what is missing is sent.',
  507: 'The archive has no space left (507). Tell its administrator.',
};

/** Why an exchange failed, and what to do, in one sentence or two. */
export function statusSentence({ status }: Answer): string {
  const known = STATUS[status];
  if (known !== undefined) {
    return known;
  }
  return status >= 500
    ? `The archive failed with an error of its own (${status}). Try again later.`
    : `The archive answered ${status}, which is not an answer to storing. Check the DICOMweb root.`;
}
