import type { Volume } from './types';

/**
 * Mean and standard deviation, voxel by voxel, of volumes that are added one after the other
 * (Welford 1962): two double-precision volumes are held, however many are added.
 */
export class VolumeStatistics {
  private count = 0;
  private shape: Omit<Volume, 'data'> | null = null;
  private means = new Float64Array(0);
  private squares = new Float64Array(0);

  /** @throws {RangeError} when the volume's shape differs from those before it */
  add({ data, ...shape }: Volume): void {
    if (this.shape === null) {
      this.shape = shape;
      this.means = new Float64Array(data.length);
      this.squares = new Float64Array(data.length);
    }
    if (data.length !== this.means.length) {
      throw new RangeError(
        `A volume of ${data.length} values cannot be added to volumes of ${this.means.length}.`
      );
    }
    this.count += 1;
    for (const [i, value] of data.entries()) {
      const before = this.means[i] ?? 0;
      const mean = before + (value - before) / this.count;
      this.means[i] = mean;
      this.squares[i] = (this.squares[i] ?? 0) + (value - before) * (value - mean);
    }
  }

  /** @throws {RangeError} before a volume was added */
  mean(): Volume {
    return this.volumeOf(Float32Array.from(this.means));
  }

  /**
   * With n - 1 in the denominator.
   * @throws {RangeError} before two volumes were added
   */
  standardDeviation(): Volume {
    if (this.count < 2) throw new RangeError('A standard deviation needs two volumes.');
    return this.volumeOf(
      Float32Array.from(this.squares, square => Math.sqrt(square / (this.count - 1)))
    );
  }

  private volumeOf(data: Float32Array): Volume {
    if (this.shape === null) throw new RangeError('No volume was added.');
    return { ...this.shape, data };
  }
}
