import { parseBundleMetadata } from '@xray-to-mri/engine';
import metadata from '../../test/fixtures/tiny-bundle/configs/metadata.json';
import { shareOfFloor, volumeGigaMacs } from './floor';
import { measureRows } from './measureRows';
import { overRounds, type Measurement, type Row } from './measurement';
import { replaceMarked } from './recordTable';
import type { Report } from './report';
import { NotHere, type BenchRuntime } from './runtimes';
import { markdown, sentence } from './table';
import { findings, gpuRatio } from './targets';
import { timesASlice } from './timeEngine';
import { workloadOf } from './workload';

function measurement(changes: Partial<Measurement> = {}): Measurement {
  return {
    ...{ stepMs: 20, decodeMs: 100, firstSliceMs: 700, volumeMs: 15_000, loadMs: 500 },
    ...{ peakMemoryMb: 300, longTasks: null },
    ...changes,
  };
}

function row(id: string, measured: Measurement | null, changes: Partial<Row> = {}): Row {
  return {
    ...{ id, name: id, threads: 2, batch: 2, device: 'cpu', version: '1', ofFloor: null },
    ...{ measured, absent: null },
    ...changes,
  };
}

function runtime(id: string, sample: BenchRuntime['sample']): BenchRuntime {
  return { id, name: id, threads: 2, sample };
}

const REPORT: Report = {
  schemaVersion: 1,
  machine: {
    ...{ date: '2026-01-02', cpu: 'A processor', cores: 2, memoryGb: 8, load: 0.05 },
    versions: ['Node 20'],
  },
  bundle: { name: 'Knee', version: '0.1.0' },
  workload: { slices: 50, steps: 10, restartSteps: 0, solver: 'ddim' },
  floor: {
    macs: { xray_encoder: 0.5, denoiser: 1, decoder: 2 },
    rates: { 1: 50, 2: 100 },
  },
  rows: [
    row('node', measurement(), { ofFloor: 0.4 }),
    row('webgpu', null, { absent: 'no adapter' }),
  ],
  targets: [],
};

describe('several rounds', () => {
  it('give their medians, the most memory and the longest task', () => {
    const rounds = [
      measurement({ stepMs: 10, peakMemoryMb: 300, longTasks: { count: 0, longestMs: 0 } }),
      measurement({ stepMs: 90, peakMemoryMb: 400, longTasks: { count: 2, longestMs: 71 } }),
      measurement({ stepMs: 20, peakMemoryMb: null, longTasks: { count: 1, longestMs: 60 } }),
    ];
    expect(overRounds(rounds)).toMatchObject({
      stepMs: 20,
      peakMemoryMb: 400,
      longTasks: { count: 2, longestMs: 71 },
    });
    expect(overRounds(rounds.slice(0, 2)).stepMs).toBe(50);
  });
});

describe('the runtimes', () => {
  it('take turns, and one that is not there is asked once', async () => {
    const asked: string[] = [];
    const sampled = (id: string) =>
      runtime(id, async () => {
        asked.push(id);
        return { measurement: measurement(), device: 'cpu', version: '1', batch: 2 };
      });
    const missing = runtime('webgpu', async () => {
      asked.push('webgpu');
      throw new NotHere('no adapter');
    });
    const found = await measureRows([sampled('a'), missing, sampled('b')], 2, () => undefined);
    expect(asked).toEqual(['a', 'webgpu', 'b', 'a', 'b']);
    expect(found.rows.map(({ absent }) => absent)).toEqual([null, 'no adapter', null]);
    expect(found.hasFailed).toBe(false);
  });

  it('that fail are told from those that are not there', async () => {
    const failing = runtime('node', () => Promise.reject(new Error('It broke.')));
    const { rows, hasFailed } = await measureRows([failing], 2, () => undefined);
    expect(rows[0]).toMatchObject({ measured: null, absent: 'It broke.' });
    expect(hasFailed).toBe(true);
  });
});

describe('the work', () => {
  const spec = parseBundleMetadata(metadata).xray_to_mri;
  const restart = { timestep: 300, steps: 4, correlation_mm: 6 };

  it("is the bundle's default volume, or a quick one, and always its restart", () => {
    const work = { slices: spec.volume.slices, steps: spec.defaults.steps, restartSteps: 4 };
    const { solver } = spec.defaults;
    const given = { ...spec, restart };
    expect(workloadOf(given, { quick: false })).toEqual({ ...work, solver });
    expect(workloadOf(given, { quick: true })).toEqual({
      slices: 4,
      steps: 2,
      restartSteps: 4,
      solver,
    });
  });

  it('has no more steps where the bundle has no restart', () => {
    const without = { ...spec, restart: undefined };
    expect(workloadOf(without, { quick: false })).toMatchObject({ restartSteps: 0 });
  });

  it("shares the sampling's time among all steps, the restart's too", () => {
    const timings = { sample: 6000, decode: 500 };
    const work = { slices: 50, steps: 6, restartSteps: 4 };
    // 6 s by 50 slices of ten steps; without the restart's they are six.
    expect(timesASlice(timings, work)).toEqual({ stepMs: 12, decodeMs: 10 });
    expect(timesASlice(timings, { ...work, restartSteps: 0 }).stepMs).toBe(20);
  });
});

describe('the arithmetic floor', () => {
  it('is all multiply-accumulates of a volume at the best rate', () => {
    const macs = { xray_encoder: 0.5, denoiser: 1, decoder: 2 };
    const total = volumeGigaMacs(macs, { slices: 50, steps: 10, restartSteps: 0 });
    // 50 slices of ten steps and one decoding, and the encoder once.
    expect(total).toBe(50 * (10 + 2) + 0.5);
    // 600.5 GMAC at 100 GMAC/s are 6.005 s.
    expect(shareOfFloor(total, 100, 12_010)).toBeCloseTo(0.5, 12);
  });

  it('counts the steps of a restart like any others', () => {
    const macs = { xray_encoder: 0.5, denoiser: 1, decoder: 2 };
    const work = { slices: 50, steps: 6, restartSteps: 4 };
    expect(volumeGigaMacs(macs, work)).toBe(50 * (6 + 4 + 2) + 0.5);
  });
});

describe('the targets', () => {
  const rows = [
    row('pytorch-batch-2', measurement({ stepMs: 25, decodeMs: 90, volumeMs: 16_000 })),
    row('pytorch-batch-10', measurement({ stepMs: 16, decodeMs: 80, volumeMs: 12_000 })),
    row('node', measurement()),
    row('wasm-1', measurement({ volumeMs: 99_000 })),
    row(
      'wasm-2',
      measurement({ stepMs: 100, volumeMs: 61_000, longTasks: { count: 1, longestMs: 80 } })
    ),
  ];
  const found = findings(rows, 2);
  const figure = (words: string) => found.find(({ what }) => what.includes(words))?.figure;

  it('hold onnxruntime-node against the faster PyTorch, and WASM against it at equal threads', () => {
    expect(figure('PyTorch eager, a step')).toBe(20 / 16);
    expect(figure('PyTorch eager, the volume')).toBe(15 / 12);
    expect(figure('WASM with 2 threads by onnxruntime-node, a step')).toBe(5);
    expect(figure('whole volume in the browser')).toBe(61);
    expect(figure('longest task')).toBe(80);
  });

  it('are told as kept or missed', () => {
    const [first] = found;
    expect(first && sentence(first)).toMatch(/a step: 1\.25 x, at most 1 x wanted \(missed\)$/);
    expect(sentence({ what: 'It', figure: 49.6, target: 50, unit: 'ms' })).toBe(
      'It: 50 ms, at most 50 ms wanted (kept)'
    );
  });

  it('leave out what was not measured', () => {
    const some = [row('node', measurement()), row('wasm-2', null, { absent: 'it broke' })];
    expect(findings(some, 2)).toEqual([]);
    expect(gpuRatio([row('node-webgpu', measurement())])).toBeNull();
  });

  it('know how far WebGPU is from CUDA', () => {
    const gpu = [
      row('cuda-batch-10', measurement({ volumeMs: 500 })),
      row('cuda-batch-50', measurement({ volumeMs: 400 })),
      row('node-webgpu', measurement({ volumeMs: 1000 })),
    ];
    expect(gpuRatio(gpu)).toBe(2.5);
  });
});

describe('the table', () => {
  const lines = markdown(REPORT).split('\n');

  it('has the same columns in every row', () => {
    const cells = lines.filter(line => line.startsWith('|')).map(line => line.split('|').length);
    expect(cells).toHaveLength(4);
    expect(new Set(cells).size).toBe(1);
  });

  it('shows what was measured, and why something was not', () => {
    expect(lines).toContain(
      '| node | 2 | 2 | 20.0 | 100.0 | 0.7 | 15.0 | 0.5 | 300 | - | 40.0 % |'
    );
    expect(lines.find(line => line.startsWith('| webgpu'))).toMatch(/\| no adapter \|$/);
  });

  it('says what it was measured on', () => {
    expect(lines[0]).toContain('Knee 0.1.0; 50 slices, 10 steps of ddim, guidance 1.');
    expect(lines[0]).toContain('A processor, 2 cores, 8 GB; Node 20. Load average');
    expect(lines[1]).toContain('50.0 GMAC/s with 1 thread, 100.0 GMAC/s with 2 threads');
  });

  it("says how many steps a bundle's restart has", () => {
    const workload = { slices: 50, steps: 4, restartSteps: 4, solver: 'dpmsolver++2m' };
    expect(markdown({ ...REPORT, workload })).toContain(
      '; 50 slices, 4 steps of dpmsolver++2m and 4 of the restart, guidance 1. '
    );
  });
});

describe('a recorded table', () => {
  const DOCUMENT = 'A\n<!-- table: written by x -->\nold\n<!-- end of table -->\nZ\n';

  it('takes the place of the one between the marks', () => {
    const once = replaceMarked(DOCUMENT, 'table', 'new');
    expect(once).toBe('A\n<!-- table: written by x -->\n\nnew\n\n<!-- end of table -->\nZ\n');
    expect(replaceMarked(once, 'table', 'new')).toBe(once);
  });

  it('is refused by a document without its marks', () => {
    expect(() => replaceMarked(DOCUMENT, 'GPU table', 'new')).toThrow(/no place for "GPU table"/);
  });
});
