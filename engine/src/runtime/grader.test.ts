import { EngineError } from './EngineError';
import { fakeBundle, fakeSession, type FakeBundle } from './fixtures/fakeBundle';
import { smallRequest } from './fixtures/requests';
import { LocalEngine } from './localEngine';
import type { RuntimeCandidate } from './openEngine';
import type { NetworkSession } from './sessions';
import type { Progress } from './types';

const KNEE = smallRequest();

/** An engine that notes which networks it opens, and how many of them run at once. */
function engineOf(
  { read }: FakeBundle,
  change: (session: NetworkSession, name: string) => NetworkSession = session => session
) {
  const opened: string[] = [];
  const released: string[] = [];
  let running = 0;
  let most = 0;
  const candidate: RuntimeCandidate = {
    runtime: 'cpu',
    threads: 1,
    batchSize: 2,
    prepare: async () => async weights => {
      const name = new TextDecoder().decode(weights);
      opened.push(name);
      const session = change(fakeSession(weights), name);
      return {
        async run(inputs) {
          running += 1;
          most = Math.max(most, running);
          await new Promise(resolve => setTimeout(resolve));
          const output = await session.run(inputs);
          running -= 1;
          return output;
        },
        release: async () => void released.push(name),
      };
    },
  };
  const engine = new LocalEngine(read, [candidate]);
  return { engine, opened, released, mostAtOnce: () => most };
}

async function caught(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error
  );
}

describe('suggesting readings', () => {
  it('opens the grader alone, and tests it before it is used', async () => {
    const { engine, opened, released } = engineOf(fakeBundle());
    const phases: Progress[] = [];
    const { suggestions, untold, runtime } = await engine.suggestReadings(KNEE, {
      onProgress: progress => phases.push(progress),
    });
    expect(opened).toEqual(['grader']);
    expect(runtime).toBe('cpu');
    expect(suggestions.map(({ name }) => name)).toContain('XRKL');
    expect(untold).toEqual(['XRCHL']);
    const last = (phase: string) => phases.filter(report => report.phase === phase).at(-1);
    for (const phase of ['load', 'selftest', 'radiograph']) {
      expect(last(phase)?.done).toBe(last(phase)?.total);
    }
    await engine.suggestReadings(KNEE);
    expect(opened).toEqual(['grader']);
    await engine.dispose();
    expect(released).toEqual(['grader']);
  });

  it('is refused where the grader gives another answer than the bundle expects', async () => {
    const { engine, released } = engineOf(fakeBundle(), (session, name) => ({
      ...session,
      async run(inputs) {
        const { data, dims } = await session.run(inputs);
        return { data: name === 'grader' ? data.map(value => value * 1.02) : data, dims };
      },
    }));
    const error = await caught(engine.suggestReadings(KNEE));
    expect(error).toMatchObject({ code: 'selftest' });
    expect(error).toHaveProperty('message', expect.stringContaining('grader'));
    expect(released).toEqual(['grader']);
  });

  it('says that a model has no grader, and the model works without', async () => {
    const bundle = fakeBundle(spec => delete spec.grader);
    const { engine } = engineOf(bundle);
    const error = await caught(engine.suggestReadings(KNEE));
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ code: 'input' });
    await expect(engine.synthesize(smallRequest({ slices: 2, steps: 2 }))).resolves.toHaveProperty(
      'volume.slices',
      2
    );
  });

  it('waits for its turn, and never runs beside other networks', async () => {
    const { engine, opened, mostAtOnce } = engineOf(fakeBundle());
    const ahead: number[] = [];
    const volume = engine.synthesize(smallRequest({ slices: 2, steps: 2 }));
    const suggestions = engine.suggestReadings(KNEE, { onWaiting: count => ahead.push(count) });
    void engine.info;
    await Promise.all([volume, suggestions]);
    expect(ahead).toEqual([1, 0]);
    expect(opened.at(-1)).toBe('grader');
    expect(mostAtOnce()).toBe(1);
  });

  it('does not enter the runtime while the other networks are opened for somebody else', async () => {
    const { engine, mostAtOnce } = engineOf(fakeBundle());
    await Promise.all([engine.info, engine.suggestReadings(KNEE), engine.info]);
    expect(mostAtOnce()).toBe(1);
  });

  it('gives way to an abort', async () => {
    const { engine } = engineOf(fakeBundle());
    const error = await caught(engine.suggestReadings(KNEE, { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ code: 'cancelled' });
  });
});

describe('a model that asks about the person', () => {
  const PATIENT = { age_years: 63, sex: 'F' as const, height_m: null, weight_kg: null };

  /** What the denoiser is told behind the readings, in the last of its runs. */
  async function toldOf(patient: typeof PATIENT | undefined, asks: boolean) {
    let told: number[] = [];
    const bundle = fakeBundle(spec => {
      if (asks) {
        const age = { name: 'age_years' as const, mean: 53, deviation: 5 };
        spec.patient = { variables: [age, { name: 'sex' }] };
      }
    });
    const { engine } = engineOf(bundle, (session, name) => ({
      ...session,
      run(inputs) {
        const { data, dims } = inputs['readings'] ?? { data: new Float32Array(0), dims: [1, 0] };
        if (name === 'denoiser') told = [...data.slice(84, dims[1])];
        return session.run(inputs);
      },
    }));
    await engine.synthesize(smallRequest({ slices: 2, steps: 2, patient }));
    return told;
  }

  it('is told behind the readings', async () => {
    expect(await toldOf(PATIENT, true)).toEqual([2, 1, 1, 0]);
    expect(await toldOf(undefined, true)).toEqual([0, 0, 0, 0]);
  });

  it('is the exception: others are told nothing', async () => {
    expect(await toldOf(PATIENT, false)).toEqual([]);
  });
});
