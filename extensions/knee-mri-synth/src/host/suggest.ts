import { EngineError, type ReadingSuggestions, type Region, type Side } from '@xray-to-mri/engine';
import type { WorkerEngine } from '@xray-to-mri/engine/runtime/browser';
import type { HostRadiograph } from './openRadiograph';
import { PanelError } from './panelHost';
import { tell } from './sentences';
import { toPanelError } from './toPanelError';

/**
 * What the model's grader would read, in the engine's worker.
 * @throws {PanelError} with `cancelled` set when it was given up
 */
export async function suggestReadings(
  engine: WorkerEngine,
  { instance }: HostRadiograph,
  region: Region,
  side: Side,
  signal: AbortSignal
): Promise<ReadingSuggestions> {
  try {
    return await engine.suggestReadings(
      { radiograph: instance.radiograph, region, side },
      { signal }
    );
  } catch (error) {
    const cancelled = error instanceof EngineError && error.code === 'cancelled';
    const { sentence } = toPanelError(error, tell('suggestionFailed'));
    throw new PanelError(sentence, cancelled, { cause: error });
  }
}
