import { sliceNoise, type SliceNoiseOptions } from '../diffusion';
import type { FloatTensor } from './sessions';
import type { Reusable } from './types';

type SliceNoise = ReturnType<typeof sliceNoise>;

function keyOf({ seed, sample, correlationMm, scale, length, draw }: SliceNoiseOptions): string {
  return [seed, sample, correlationMm, scale, length, draw ?? 0].join(' ');
}

/** The last thing that was made, under what it was made from. */
class Last<Value> {
  private key: string | null = null;
  private value: Value | null = null;

  async get(key: string, make: () => Value | Promise<Value>): Promise<[Value, boolean]> {
    if (this.key === key && this.value !== null) return [this.value, true];
    const value = await make();
    [this.key, this.value] = [key, value];
    return [value, false];
  }
}

/**
 * What a job leaves for the next one, so that another reading or another seed costs only what changed:
 * the features of one radiograph, those of a withheld one, and the noise of one seed.
 */
export class JobMemory {
  private readonly lastFeatures = new Last<FloatTensor>();
  private readonly withheldFeatures = new Last<FloatTensor>();
  private readonly lastNoise = new Last<SliceNoise>();
  private readonly lastRestartNoise = new Last<SliceNoise>();

  /** @param used collects what did not have to be made again */
  async features(
    radiographSha256: string,
    encode: () => Promise<FloatTensor>,
    used: Set<Reusable>
  ): Promise<FloatTensor> {
    const [features, isKnown] = await this.lastFeatures.get(radiographSha256, encode);
    if (isKnown) used.add('radiograph');
    return features;
  }

  async withheld(encode: () => Promise<FloatTensor>): Promise<FloatTensor> {
    const [features] = await this.withheldFeatures.get('withheld', encode);
    return features;
  }

  async noise(options: SliceNoiseOptions, used: Set<Reusable>): Promise<SliceNoise> {
    const [noise, isKnown] = await this.lastNoise.get(keyOf(options), () => sliceNoise(options));
    if (isKnown) used.add('noise');
    return noise;
  }

  async restartNoise(options: SliceNoiseOptions): Promise<SliceNoise> {
    const [noise] = await this.lastRestartNoise.get(keyOf(options), () => sliceNoise(options));
    return noise;
  }
}
