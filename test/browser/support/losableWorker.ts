/// <reference types="@webgpu/types" />
import '../../../engine/src/runtime/browser/worker';
import * as ort from 'onnxruntime-web/webgpu';

/** On a message of this type the engine's worker loses its graphics device. */
const LOSE_DEVICE = 'lose-device';

addEventListener('message', async ({ data }: MessageEvent<{ type: string }>) => {
  if (data.type !== LOSE_DEVICE) return;
  const device: GPUDevice = await ort.env.webgpu.device;
  device.destroy();
});
