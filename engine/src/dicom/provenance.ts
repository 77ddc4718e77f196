import type { Readings } from '../features';
import type { WidthScale } from '../jointSpace';
import type { Region } from '../radiograph';

/** What the voxels of a series are: one answer of the model, or a figure over several. */
export type SeriesContent = 'sample' | 'mean' | 'standard-deviation';

/** A joint-space width that was measured on the radiograph. */
export interface MeasuredWidth {
  compartment: 'medial' | 'lateral';
  widthMm: number;
  /** Whether a person moved its ends; false by default. */
  adjusted?: boolean;
  /** Where its millimetres hold; 'known' by default. */
  scale?: WidthScale;
  /** Of the edges that the software traced, 0 to 1; 1 by default. */
  confidence?: number;
}

/** What made a volume: enough to audit it and to make it again. */
export interface Provenance {
  /** Name and version of the model bundle. */
  modelName: string;
  modelVersion: string;
  /** SHA-256 of the bundle's metadata, which holds the hashes of its weights. */
  bundleSha256: string;
  /** SHA-256 of the weights of each network, as the bundle's metadata has them. */
  weightsSha256?: Readonly<Record<string, string>>;
  seed: number;
  sample: number;
  /** 'sample' by default. */
  content?: SeriesContent;
  /** How many samples a mean or a standard deviation is made of. */
  samples?: number;
  steps: number;
  solver: string;
  guidance: number;
  /** Slices that were sampled together; on WebGPU the last bits may depend on it. */
  batchSize?: number;
  runtime: string;
  /** Where on the (turned) radiograph the knee was taken from. */
  region?: Region;
  /** Which picture of a multi-frame radiograph, counted from 1; 1 by default. */
  frame?: number;
  /** Whether the user had the radiograph turned over, left and right; false by default. */
  turnedOver?: boolean;
  /** All readings with their sources. */
  readings?: Readings;
  /** Name of the person who typed readings (PN, for example "Doe^Jane"), where the viewer knows it. */
  observer?: string;
  measuredWidths?: readonly MeasuredWidth[];
  radiographSha256?: string;
  volumeSha256?: string;
}
