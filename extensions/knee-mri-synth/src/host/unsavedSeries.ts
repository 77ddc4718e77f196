import type { SyntheticSeries } from '@xray-to-mri/engine';
import type { HostRadiograph } from './openRadiograph';
import { PanelError } from './panelHost';
import { tell } from './sentences';

/** A series of 50 images takes about 13 MB. */
const MOST_UNSAVED = 6;

interface Unsaved {
  series: SyntheticSeries;
  source: HostRadiograph;
}

/** One unsaved series a study, so that one that was left can still be saved when the user comes back. */
export class UnsavedSeries {
  private readonly series = new Map<string, Unsaved>();

  keep(series: SyntheticSeries, source: HostRadiograph): void {
    for (const [uid, other] of this.series) {
      if (other.series.studyInstanceUID === series.studyInstanceUID) {
        this.series.delete(uid);
      }
    }
    this.series.set(series.seriesInstanceUID, { series, source });
    const [oldest] = this.series.keys();
    if (this.series.size > MOST_UNSAVED && oldest !== undefined) {
      this.series.delete(oldest);
    }
  }

  /** @throws {PanelError} when it is no longer there */
  get(seriesInstanceUID: string): Unsaved {
    const entry = this.series.get(seriesInstanceUID);
    if (!entry) {
      throw new PanelError(tell('seriesNotInMemory'));
    }
    return entry;
  }

  delete(seriesInstanceUID: string): void {
    this.series.delete(seriesInstanceUID);
  }

  clear(): void {
    this.series.clear();
  }
}
