import { parseReadingsJson } from '../features';
import { say, textOf } from '../sentences';
import { EngineError } from './EngineError';
import { smallRequest } from './fixtures/requests';
import { fakeBundle, fakeSession } from './fixtures/fakeBundle';
import { LocalEngine } from './localEngine';
import type { RuntimeCandidate } from './openEngine';
import type { FloatTensor, OpenSession } from './sessions';
import type { Progress } from './types';

const bundle = fakeBundle();

/** A runtime whose sessions' outputs may be spoiled; counts what is open. */
function candidate(
  changes: Partial<RuntimeCandidate> = {},
  spoil: (output: FloatTensor) => FloatTensor = output => output
) {
  const counts = { open: 0 };
  const openSession: OpenSession = async weights => {
    const session = fakeSession(weights);
    counts.open += 1;
    return {
      run: async inputs => spoil(await session.run(inputs)),
      release: async () => {
        counts.open -= 1;
        await session.release();
      },
    };
  };
  const made: RuntimeCandidate = {
    runtime: 'webgpu',
    threads: 1,
    batchSize: 2,
    prepare: async () => openSession,
    ...changes,
  };
  return { candidate: made, counts };
}

const wasm = () => candidate({ runtime: 'wasm' });
const small = smallRequest({ slices: 2, steps: 2 });

describe('a runtime that goes wrong after its self-test', () => {
  it('gives an error and no volume where values are no numbers', async () => {
    let broken = false;
    const { candidate: going } = candidate({}, output =>
      broken ? { ...output, data: output.data.map(() => Number.NaN) } : output
    );
    const engine = new LocalEngine(bundle.read, [going]);
    await engine.info;
    broken = true;
    await expect(engine.synthesize(small)).rejects.toMatchObject({ code: 'runtime' });
    await engine.dispose();
  });
});

describe('the choice of the runtime', () => {
  it('takes the first one that works', async () => {
    const engine = new LocalEngine(bundle.read, [candidate().candidate, wasm().candidate]);
    await expect(engine.info).resolves.toMatchObject({ runtime: 'webgpu', notes: [] });
    await engine.dispose();
  });

  it('goes on without an adapter, and says so', async () => {
    const none = candidate({
      prepare: () => Promise.reject(new EngineError('no-adapter', say('noWebgpu'))),
    });
    const engine = new LocalEngine(bundle.read, [none.candidate, wasm().candidate]);
    const { runtime, notes } = await engine.info;
    expect([runtime, notes]).toEqual(['wasm', [say('noWebgpu')]]);
    await engine.dispose();
  });

  it.each([
    [
      'computes wrongly',
      () => (output: FloatTensor) => ({
        ...output,
        data: output.data.map(v => 1.05 * v),
      }),
    ],
    [
      'gives NaN',
      () => (output: FloatTensor) => ({
        ...output,
        data: output.data.map(() => Number.NaN),
      }),
    ],
    [
      'repeats its last answer',
      () => {
        const last = new Map<number, FloatTensor>();
        return (output: FloatTensor) => {
          const kept = last.get(output.data.length) ?? output;
          last.set(output.data.length, kept);
          return kept;
        };
      },
    ],
  ])('leaves a device that %s, and closes what it opened there', async (_, makeSpoil) => {
    const bad = candidate({}, makeSpoil());
    const engine = new LocalEngine(bundle.read, [bad.candidate, wasm().candidate]);
    const { runtime, notes } = await engine.info;
    expect(runtime).toBe('wasm');
    expect(notes[0]?.text).toMatch(/On webgpu the network .* gives a wrong answer/);
    expect(bad.counts.open).toBe(0);
    await engine.dispose();
  });

  it('refuses to work when no runtime passes the self-test', async () => {
    const bad = candidate({}, output => ({ ...output, data: output.data.map(v => -v) }));
    const engine = new LocalEngine(bundle.read, [bad.candidate]);
    await expect(engine.synthesize(small)).rejects.toMatchObject({ code: 'selftest' });
  });

  it('does not try another runtime when the bundle is at fault', async () => {
    const prepare = jest.fn();
    const second = candidate({ runtime: 'wasm', prepare });
    const engine = new LocalEngine(
      async (file, options) =>
        file.endsWith('decoder.onnx') ? new ArrayBuffer(8) : bundle.read(file, options),
      [candidate().candidate, second.candidate]
    );
    await expect(engine.info).rejects.toMatchObject({ code: 'bundle-hash' });
    expect(prepare).not.toHaveBeenCalled();
  });
});

describe('a lost device', () => {
  /** Runs of the self-test, and of the encoder. */
  const BEFORE_SAMPLING = 7;
  /** Two steps, two of the restart and one decoding of the first batch, then the second's first step. */
  const IN_SECOND_BATCH = BEFORE_SAMPLING + 2 + 2 + 1 + 1;

  /** A device that is lost in the given runs of networks, counted from the first one on it. */
  function losing(...lostAt: number[]) {
    let runs = 0;
    let lost = false;
    const made = candidate({ isLost: async () => lost }, output => {
      if (!lostAt.includes(++runs)) return output;
      lost = true;
      throw new Error('The device is lost.');
    });
    const { prepare } = made.candidate;
    made.candidate.prepare = async () => {
      [runs, lost] = [0, false];
      return prepare();
    };
    return made;
  }

  it('is opened anew once, and the job goes on from its last finished batch', async () => {
    const failing = losing(IN_SECOND_BATCH);
    const engine = new LocalEngine(bundle.read, [failing.candidate, wasm().candidate]);
    const reports: Progress[] = [];
    const shown: number[] = [];
    const four = smallRequest({ slices: 4, steps: 2 });
    const result = await engine.synthesize(four, {
      onProgress: report => reports.push(report),
      onSlices: ({ indices }) => shown.push(...indices),
    });
    expect(result.runtime).toBe('webgpu');
    expect(result.notes.map(textOf)).toEqual([expect.stringMatching(/lost.*started again/)]);
    expect(shown).toEqual([1, 2, 0, 3]);
    for (const phase of ['load', 'selftest', 'radiograph', 'sample', 'decode']) {
      const done = reports.filter(report => report.phase === phase).map(report => report.done);
      expect(done).toEqual([...done].sort((a, b) => a - b));
    }
    const undisturbed = new LocalEngine(bundle.read, [candidate().candidate]);
    const expected = await undisturbed.synthesize(four);
    expect(result.hashes.volumeSha256).toBe(expected.hashes.volumeSha256);
    await engine.dispose();
    expect(failing.counts.open).toBe(0);
  });

  it('that is lost a second time makes way for the next runtime, for later jobs too', async () => {
    const failing = losing(IN_SECOND_BATCH);
    const engine = new LocalEngine(bundle.read, [failing.candidate, wasm().candidate]);
    const six = smallRequest({ slices: 6, steps: 2 });
    const result = await engine.synthesize(six);
    expect(result.runtime).toBe('wasm');
    expect(result.notes.map(textOf)).toEqual([
      expect.stringMatching(/lost.*started again/),
      expect.stringMatching(/lost again.*not used any more/),
      expect.stringMatching(/from the device that was lost: 4\./),
    ]);
    expect(failing.counts.open).toBe(0);
    expect(await engine.synthesize(small)).toMatchObject({ runtime: 'wasm' });
    await engine.dispose();
  });

  it('that is lost twice where there is no other runtime ends the job with a sentence', async () => {
    const engine = new LocalEngine(bundle.read, [losing(BEFORE_SAMPLING + 1).candidate]);
    await expect(engine.synthesize(small)).rejects.toMatchObject({
      code: 'device-lost',
      message: expect.stringMatching(/lost twice.*another runtime/),
    });
    await engine.dispose();
  });

  it('is no reason to go on when the device is still there', async () => {
    let runs = 0;
    const failing = candidate({ isLost: async () => false }, output => {
      runs += 1;
      if (runs > 8) throw new Error('A kernel failed.');
      return output;
    });
    const engine = new LocalEngine(bundle.read, [failing.candidate, wasm().candidate]);
    await expect(engine.synthesize(small)).rejects.toMatchObject({
      code: 'runtime',
      cause: expect.objectContaining({ message: 'A kernel failed.' }),
    });
    await engine.dispose();
  });
});

describe('what an earlier job left', () => {
  const film = smallRequest().radiograph;
  const brighter = { ...film, pixels: film.pixels.map((grey, i) => grey + (i % 7) * 20) };
  const twoGrades = parseReadingsJson('{"XRKL": 2}');

  it.each([
    ['another reading', { readings: twoGrades }, ['radiograph', 'noise']],
    ['another seed', { seed: 2 }, ['radiograph']],
    ['more slices', { slices: 3 }, ['radiograph', 'noise']],
    ['another film', { radiograph: brighter }, ['noise']],
    ['another side', { side: 'L' as const }, ['noise']],
  ])('is used again for %s, and changes nothing', async (_, changes, reused) => {
    const runs: string[] = [];
    const counted = candidate({}, output => {
      runs.push(output.dims.join('x'));
      return output;
    });
    const engine = new LocalEngine(bundle.read, [counted.candidate]);
    const fresh = new LocalEngine(bundle.read, [candidate().candidate]);
    expect((await engine.synthesize(small)).reused).toEqual([]);
    runs.length = 0;
    const result = await engine.synthesize({ ...small, ...changes });
    expect(result.reused).toEqual(reused);
    const encoded = runs.filter(shape => shape === '1x1x2x2' && runs.indexOf(shape) === 0);
    expect(encoded).toHaveLength(reused.includes('radiograph') ? 0 : 1);
    const expected = await fresh.synthesize({ ...small, ...changes });
    expect(result.hashes.volumeSha256).toBe(expected.hashes.volumeSha256);
    await Promise.all([engine.dispose(), fresh.dispose()]);
  });
});

describe('memory', () => {
  it('that runs out is said so, and everything is opened anew for the next job', async () => {
    let full = true;
    const tight = candidate({}, output => {
      if (full && output.dims[0] === 1) throw new RangeError('Array buffer allocation failed');
      return output;
    });
    const engine = new LocalEngine(bundle.read, [tight.candidate]);
    await expect(engine.synthesize(small)).rejects.toMatchObject({ code: 'out-of-memory' });
    expect(tight.counts.open).toBe(0);
    full = false;
    await expect(engine.synthesize(small)).resolves.toMatchObject({ runtime: 'webgpu' });
    await engine.dispose();
    expect(tight.counts.open).toBe(0);
  });
});

describe('opening', () => {
  it('happens once for all who wait, and tells them how far it is', async () => {
    const reads: string[] = [];
    const engine = new LocalEngine(
      (file, options) => {
        reads.push(file);
        return bundle.read(file, options);
      },
      [candidate().candidate]
    );
    const reports: Progress[] = [];
    await Promise.all([
      engine.open({ onProgress: report => reports.push(report) }),
      engine.synthesize(small),
    ]);
    expect(new Set(reads).size).toBe(reads.length);
    expect(reports.filter(({ phase }) => phase === 'load').at(-1)).toMatchObject({
      done: bundle.weightsBytes,
      total: bundle.weightsBytes,
    });
    expect(reports.filter(({ phase }) => phase === 'selftest').at(-1)).toMatchObject({
      done: 6,
      total: 6,
    });
    await engine.dispose();
  });

  it('is forgotten when it fails, so that the next job can succeed', async () => {
    let attempts = 0;
    const engine = new LocalEngine(
      (file, options) => {
        attempts += 1;
        return attempts === 1 ? Promise.reject(new Error('offline')) : bundle.read(file, options);
      },
      [candidate().candidate]
    );
    await expect(engine.info).rejects.toMatchObject({ code: 'bundle-missing' });
    await expect(engine.info).resolves.toMatchObject({ runtime: 'webgpu' });
    await engine.dispose();
  });

  it('is given up when the only one who waits cancels', async () => {
    const abort = new AbortController();
    let given: AbortSignal | undefined;
    const engine = new LocalEngine(
      (file, options) => {
        if (!file.endsWith('denoiser.onnx')) return bundle.read(file, options);
        given = options.signal;
        abort.abort();
        return new Promise(() => undefined);
      },
      [candidate().candidate]
    );
    const job = engine.synthesize(small, { signal: abort.signal });
    await expect(job).rejects.toMatchObject({ code: 'cancelled' });
    expect(given?.aborted).toBe(true);
  });
});

describe('disposing', () => {
  it('cancels the job and closes the sessions', async () => {
    const only = candidate();
    const engine = new LocalEngine(bundle.read, [only.candidate]);
    const job = engine.synthesize(smallRequest({ steps: 200 }), {
      onProgress: ({ phase }) => {
        if (phase === 'sample') void engine.dispose();
      },
    });
    await expect(job).rejects.toMatchObject({ code: 'cancelled' });
    expect(only.counts.open).toBe(0);
  });
});
