import { Tensor, type InferenceSession } from 'onnxruntime-common';
import { ortSessions } from './ortSession';

/** An onnxruntime with one network that doubles its input, and what its session was made with. */
function fakeOrt(output: (data: Float32Array) => Tensor) {
  const options: InferenceSession.SessionOptions[] = [];
  const create = async (_: unknown, given: InferenceSession.SessionOptions) => {
    options.push(given);
    return {
      outputNames: ['slices'],
      run: async ({ latent }: Record<string, Tensor>) => ({
        slices: output(latent?.data as Float32Array),
      }),
      release: async () => undefined,
    };
  };
  const ort = { InferenceSession: { create }, Tensor } as unknown as Parameters<
    typeof ortSessions
  >[0];
  return { ort, options };
}

const WEIGHTS = new Uint8Array(8);
const LATENT = { latent: { data: Float32Array.from([1, 2]), dims: [2, 1] } };

describe('a session of onnxruntime', () => {
  it('gives the only output with its shape', async () => {
    const { ort } = fakeOrt(
      data =>
        new Tensor(
          'float32',
          data.map(v => 2 * v),
          [2, 1]
        )
    );
    const session = await ortSessions(ort, { executionProviders: ['wasm'] })(WEIGHTS);
    expect(await session.run(LATENT)).toEqual({ data: Float32Array.from([2, 4]), dims: [2, 1] });
  });

  it('never captures the graph, whatever is asked for', async () => {
    const { ort, options } = fakeOrt(data => new Tensor('float32', data, [2, 1]));
    await ortSessions(ort, { executionProviders: ['webgpu'], enableGraphCapture: true })(WEIGHTS);
    expect(options).toEqual([expect.objectContaining({ enableGraphCapture: false })]);
  });

  it('does not take numbers of another type for an answer', async () => {
    const { ort } = fakeOrt(() => new Tensor('int32', Int32Array.from([1, 2]), [2, 1]));
    const session = await ortSessions(ort, { executionProviders: ['wasm'] })(WEIGHTS);
    await expect(session.run(LATENT)).rejects.toThrow(/not float32/);
  });
});
