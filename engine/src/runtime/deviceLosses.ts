import { say, type Sentence } from '../sentences';
import { EngineError } from './EngineError';
import type { RuntimeCandidate } from './openEngine';
import type { Runtime } from './types';

const NAMES: Record<Runtime, Sentence> = {
  webgpu: say('graphicsDevice'),
  wasm: say('processor'),
  cpu: say('processor'),
};

/** Which runtimes are left, now that some of their devices were lost. */
export class DeviceLosses {
  /** For the user. */
  readonly notes: Sentence[] = [];
  private readonly lostOnce = new Set<RuntimeCandidate>();

  /** @param remaining in the order of preference */
  constructor(public remaining: readonly RuntimeCandidate[]) {}

  /**
   * A device may be lost once and is then opened anew; the second time its runtime is not used again.
   * @throws {EngineError} 'device-lost' when no runtime is left
   */
  add(candidate: RuntimeCandidate, cause: unknown): void {
    const device = NAMES[candidate.runtime];
    if (!this.lostOnce.has(candidate)) {
      this.lostOnce.add(candidate);
      this.notes.push(say('deviceRestarted', { device }));
      return;
    }
    this.remaining = this.remaining.filter(other => other !== candidate);
    if (this.remaining.length === 0) {
      throw new EngineError('device-lost', say('deviceLostTwice', { device }), { cause });
    }
    this.notes.push(say('deviceGivenUp', { device }));
  }
}
