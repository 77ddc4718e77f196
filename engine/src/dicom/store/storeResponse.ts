/** What a STOW-RS response says about each instance (PS3.18 10.5.3, DICOM JSON). */
export interface StoreResponse {
  /** Referenced SOP Sequence: what the server says it stored. */
  stored: string[];
  /** Failed SOP Sequence: instance and failure reason. */
  failed: { sopInstanceUID: string; reason: number | null }[];
}

const FAILED_SOP_SEQUENCE = '00081198';
const REFERENCED_SOP_SEQUENCE = '00081199';
const REFERENCED_SOP_INSTANCE_UID = '00081155';
const FAILURE_REASON = '00081197';

type JsonDataset = Record<string, { Value?: unknown } | undefined>;

function isDataset(value: unknown): value is JsonDataset {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The values of an attribute in DICOM JSON; none where it is missing or malformed. */
export function jsonValues(dataset: unknown, tag: string): unknown[] {
  const value = isDataset(dataset) ? dataset[tag]?.Value : undefined;
  return Array.isArray(value) ? value : [];
}

function uid(item: unknown): string[] {
  return jsonValues(item, REFERENCED_SOP_INSTANCE_UID).filter(value => typeof value === 'string');
}

function parsed(body: unknown): unknown {
  if (typeof body !== 'string') {
    return body;
  }
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** Reads the body of a STOW-RS response; a body that is not one says nothing about any instance. */
export function parseStoreResponse(body: unknown): StoreResponse {
  const json = parsed(body);
  const dataset: unknown = Array.isArray(json) ? json[0] : json;
  return {
    stored: jsonValues(dataset, REFERENCED_SOP_SEQUENCE).flatMap(uid),
    failed: jsonValues(dataset, FAILED_SOP_SEQUENCE).flatMap(item => {
      const [reason] = jsonValues(item, FAILURE_REASON);
      const code = typeof reason === 'number' ? reason : null;
      return uid(item).map(sopInstanceUID => ({ sopInstanceUID, reason: code }));
    }),
  };
}
