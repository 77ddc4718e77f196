import type { Sentence } from '../../sentences';
import type { DicomAttributes } from '../attributes';
import type { DicomWebAccess } from './dicomWeb';

/** An instance with its UID and bytes frozen, so that sending it again can do no harm. */
export interface StorableInstance {
  sopInstanceUID: string;
  /** The DICOM file. */
  part10: Uint8Array;
  /** PatientID, Synthetic Data and Pixel Data of it are compared with what the archive has. */
  dataset: DicomAttributes;
}

/** A series as it was made. */
export interface StorableSeries {
  studyInstanceUID: string;
  seriesInstanceUID: string;
  /** Why the series must not be stored, or null. */
  notStorable: Sentence | null;
  instances: readonly StorableInstance[];
  /** The structured report about it, in a series of its own; stored after the images. */
  report?: StorableInstance & { seriesInstanceUID: string };
}

export interface StoreRequest extends DicomWebAccess {
  series: StorableSeries;
  /** How many instances of the series are known to be stored; never falls. */
  onProgress?(done: number, total: number): void;
  /** Instances a request; 16 by default. Halved where the archive refuses the size. */
  batchSize?: number;
  /** Waits before another try; tests pass one that does not. */
  wait?(seconds: number, signal?: AbortSignal): Promise<void>;
}

/** What of one series is in the archive after storing. */
export interface InstancesOutcome {
  /**
   * `stored-and-verified`: the archive lists every instance, each marked as synthetic, and sampled pixels
   * are those sent. `stored`: likewise, but it gave no pixels back, so none were compared; the reasons
   * say so. `partly-stored`: some are there, or all but something is wrong with them, or the report is not
   * there; storing again sends only the rest. `failed`: none is there.
   */
  state: 'stored-and-verified' | 'stored' | 'partly-stored' | 'failed';
  /** Images whose pixels were compared with those sent, and are the same. */
  pixelsCompared: number;
  /** SOP Instance UIDs that the archive has. */
  stored: string[];
  missing: string[];
  /** For the user; empty when all went well. */
  reasons: Sentence[];
}

/** What is in the archive after storing a series and its report. */
export interface StoreOutcome extends InstancesOutcome {
  /** `none`: there was no report to store. */
  report: 'stored' | 'missing' | 'none';
}
