import type {
  InferenceSession,
  InferenceSessionFactory,
  TensorConstructor,
} from 'onnxruntime-common';
import type { NetworkSession, OpenSession } from './sessions';

/** What the packages of onnxruntime have in common. */
export interface Ort {
  InferenceSession: InferenceSessionFactory;
  Tensor: TensorConstructor;
}

/** Opens sessions of an onnxruntime on one execution provider. */
export function ortSessions(ort: Ort, options: InferenceSession.SessionOptions): OpenSession {
  return async weights => {
    const session = await ort.InferenceSession.create(weights, {
      graphOptimizationLevel: 'all',
      ...options,
      // A replayed graph has given the answer of the run before, without an error.
      enableGraphCapture: false,
    });
    const [outputName] = session.outputNames;
    if (outputName === undefined) throw new TypeError('The network has no output.');

    const opened: NetworkSession = {
      async run(inputs) {
        const feeds = Object.fromEntries(
          Object.entries(inputs).map(([name, { data, dims }]) => [
            name,
            new ort.Tensor('float32', data, dims),
          ])
        );
        const output = (await session.run(feeds))[outputName];
        if (!(output?.data instanceof Float32Array)) {
          throw new TypeError(`The network's output ${outputName} is not float32.`);
        }
        return { data: output.data, dims: output.dims };
      },
      release: () => session.release(),
    };
    return opened;
  };
}
