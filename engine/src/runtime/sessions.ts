/** Numbers with a shape. */
export interface FloatTensor {
  data: Float32Array;
  dims: readonly number[];
}

/** One network that is ready to run. */
export interface NetworkSession {
  /** The network's only output; every first axis is the batch. */
  run(inputs: Readonly<Record<string, FloatTensor>>): Promise<FloatTensor>;
  release(): Promise<void>;
}

/** Makes a session out of the bytes of an ONNX file. */
export type OpenSession = (weights: Uint8Array) => Promise<NetworkSession>;
