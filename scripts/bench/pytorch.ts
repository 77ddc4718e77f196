import { join } from 'node:path';
import type { GigaMacs } from './floor';
import { jsonOf } from './runProcess';
import { NotHere, type BenchRuntime, type Sample } from './runtimes';
import type { Workload } from './workload';

export interface PythonSetup {
  /** The repository. */
  root: string;
  /** The interpreter with the training's requirements. */
  python: string;
  bundleDir: string;
}

type Device = 'cpu' | 'cuda';

interface SpeedJson {
  device: string;
  version: string;
  step_ms: number;
  decode_ms: number;
  first_slice_ms: number;
  volume_ms: number;
  load_ms: number;
  peak_memory_mb: number;
}

interface FloorJson {
  giga_macs: GigaMacs;
  giga_macs_per_second: Record<'matrix' | 'convolution', number>;
}

function speed<Json>(
  { root, python, bundleDir }: PythonSetup,
  threads: number,
  args: readonly string[]
): Promise<Json> {
  return jsonOf(
    python,
    ['-m', 'knee_synth', 'speed', '--bundle', bundleDir, '--threads', String(threads), ...args],
    {
      cwd: join(root, 'models', 'training'),
      env: { ...process.env, OMP_NUM_THREADS: String(threads) },
    }
  );
}

/** Arithmetic of the networks, and the best rate of the device: the larger of a matrix product's and a convolution's. */
export async function measureFloor(
  setup: PythonSetup,
  threads: number,
  device: Device = 'cpu'
): Promise<{ macs: GigaMacs; rate: number }> {
  const found = await speed<FloorJson>(setup, threads, ['--floor', '--device', device]);
  return { macs: found.giga_macs, rate: Math.max(...Object.values(found.giga_macs_per_second)) };
}

async function samplePytorch(
  setup: PythonSetup,
  device: Device,
  { threads, batch, work }: { threads: number; batch: number; work: Workload & { solver: string } }
): Promise<Sample> {
  const found = await speed<SpeedJson>(setup, threads, [
    ...['--device', device, '--batch', String(batch), '--solver', work.solver],
    ...['--slices', String(work.slices), '--steps', String(work.steps)],
  ]).catch((cause: unknown) => {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw said.includes('no CUDA device') ? new NotHere('no CUDA device') : cause;
  });
  return {
    device: found.device,
    version: `PyTorch ${found.version}`,
    batch,
    measurement: {
      stepMs: found.step_ms,
      decodeMs: found.decode_ms,
      firstSliceMs: found.first_slice_ms,
      volumeMs: found.volume_ms,
      loadMs: found.load_ms,
      peakMemoryMb: found.peak_memory_mb,
      longTasks: null,
    },
  };
}

/** PyTorch eager with one batch size. */
export function pytorch(
  setup: PythonSetup,
  device: Device,
  options: { threads: number; batch: number; work: Workload & { solver: string } }
): BenchRuntime {
  const kind = device === 'cuda' ? 'cuda' : 'pytorch';
  return {
    id: `${kind}-batch-${options.batch}`,
    name: `PyTorch eager${device === 'cuda' ? ', CUDA' : ''}`,
    threads: options.threads,
    sample: () => samplePytorch(setup, device, options),
  };
}
