import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeAnswer, NodeTask } from './nodeChild';
import { jsonOf } from './runProcess';
import { NotHere, type BenchRuntime } from './runtimes';

/** onnxruntime-node on the processor or, by its WebGPU provider, on a GPU; a process for each sample. */
export function nodeRuntime(
  { root, program }: { root: string; program: string },
  task: NodeTask
): BenchRuntime {
  const isGpu = task.runtime === 'webgpu';
  const packageFile = join(root, 'node_modules', 'onnxruntime-node', 'package.json');
  return {
    id: isGpu ? 'node-webgpu' : 'node',
    name: `onnxruntime-node${isGpu ? ', WebGPU' : ''}`,
    threads: task.threads,
    async sample() {
      const found = await jsonOf<NodeAnswer>(process.execPath, [program, JSON.stringify(task)], {
        cwd: root,
      });
      if ('failure' in found) {
        const { code, message } = found.failure;
        throw code === 'no-adapter' ? new NotHere('no adapter') : new Error(message);
      }
      const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
      return { ...found, device: task.runtime, version: `onnxruntime-node ${version}` };
    },
  };
}
