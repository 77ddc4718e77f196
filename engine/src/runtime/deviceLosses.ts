import { EngineError } from './EngineError';
import type { RuntimeCandidate } from './openEngine';
import type { Runtime } from './types';

const NAMES: Record<Runtime, string> = {
  webgpu: 'graphics device',
  wasm: 'processor',
  cpu: 'processor',
};

/** Which runtimes are left, now that some of their devices were lost. */
export class DeviceLosses {
  /** Sentences for the user. */
  readonly notes: string[] = [];
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
      this.notes.push(`The ${device} was lost during a synthesis and was started again.`);
      return;
    }
    this.remaining = this.remaining.filter(other => other !== candidate);
    if (this.remaining.length === 0) {
      throw new EngineError(
        'device-lost',
        `The ${device} was lost twice, and there is nothing else to go on with. Restart the program; if it happens again, update the graphics driver or use another runtime.`,
        { cause }
      );
    }
    this.notes.push(
      `The ${device} was lost again; it is not used any more until the page is reloaded.`
    );
  }
}
