import * as dcmjs from 'dcmjs';

/** A data set by tag ("00100010"), in the shape of DICOM JSON; as read, with the text as it was in the file. */
export type DicomJson = Record<
  string,
  { vr: string; Value?: unknown[]; _rawValue?: unknown } | undefined
>;

/** The part of dcmjs 0.52 that the engine uses. */
interface Dcmjs {
  data: {
    DicomMessage: { readFile(buffer: ArrayBuffer): { meta: DicomJson; dict: DicomJson } };
    DicomDict: new (meta: DicomJson) => { dict: DicomJson; write(): ArrayBuffer };
    DicomMetaDictionary: {
      sopClassNamesByUID: Record<string, string | undefined>;
      nameMap: Record<string, { tag: string; vr: string; vm: string } | undefined>;
      naturalizeDataset(dataset: DicomJson): Record<string, unknown>;
      denaturalizeDataset(dataset: Record<string, unknown>): DicomJson;
    };
  };
  log: Logger & { getLoggers(): Record<string, Logger> };
}

interface Logger {
  setLevel(level: 'silent', persist: boolean): void;
}

const library = dcmjs as unknown as Dcmjs;

export const { DicomMessage, DicomDict, DicomMetaDictionary } = library.data;

/** dcmjs reports what it repairs together with the values, and these may be a patient's. */
export function silenceDcmjs(): void {
  for (const logger of [library.log, ...Object.values(library.log.getLoggers())]) {
    logger.setLevel('silent', false);
  }
}
