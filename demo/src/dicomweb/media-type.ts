/** A media type with its parameters, names in lower case. */
export interface MediaType {
  /** "multipart/related" */
  type: string;
  parameters: Readonly<Record<string, string>>;
}

const PARAMETER = /;\s*([\w-]+)\s*=\s*(?:"([^"]*)"|([^;,\s]*))/g;

/** Reads one media type, e.g. a Content-Type header. */
export function parseMediaType(text: string): MediaType {
  const type = (text.split(';', 1)[0] ?? '').trim().toLowerCase();
  const parameters: Record<string, string> = {};
  for (const [, name = '', quoted, plain] of text.matchAll(PARAMETER)) {
    parameters[name.toLowerCase()] = quoted ?? plain ?? '';
  }
  return { type, parameters };
}

/** Splits at commas outside quotes. */
const listItems = (header: string): string[] => header.match(/(?:[^,"]|"[^"]*")+/g) ?? [];

/** The media types of an Accept header, best first; without a header everything is accepted. */
export function parseAccept(header: string | undefined): MediaType[] {
  const accepted = listItems(header ?? '*/*').map(parseMediaType);
  const quality = ({ parameters }: MediaType): number => Number(parameters.q ?? 1);
  return accepted
    .filter(mediaType => mediaType.type !== '' && quality(mediaType) > 0)
    .sort((a, b) => quality(b) - quality(a));
}

const covers = (range: string, type: string): boolean =>
  range === '*/*' || range === type || range === `${type.split('/')[0]}/*`;

/** Whether an Accept header lets a response of this type through. */
export const acceptsType = (accepted: MediaType[], type: string): boolean =>
  accepted.some(range => covers(range.type, type));

/**
 * Whether a multipart/related response with parts of this type and transfer syntax is accepted
 * (PS3.18, section 8.7.5). Without a transfer-syntax parameter the default `implied` is meant.
 */
export function acceptsParts(
  accepted: MediaType[],
  partType: string,
  transferSyntax: string,
  implied: string
): boolean {
  return accepted.some(({ type, parameters }) => {
    if (type === '*/*') return true;
    if (type !== 'multipart/related' && type !== 'multipart/*') return false;
    const wanted = parameters['transfer-syntax'] ?? implied;
    return (
      covers((parameters.type ?? '*/*').toLowerCase(), partType) &&
      (wanted === '*' || wanted === transferSyntax)
    );
  });
}
