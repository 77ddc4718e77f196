/** How much of a series an archive is known to have. */
export interface Stored {
  images: number;
  report: boolean;
}

/**
 * What this page knows of the series that it made. The viewer reads a study anew only when it is opened
 * again, so it does not know what was stored meanwhile. In memory only, and nothing but UIDs and counts.
 */
export class SaveLedger {
  /** Series that the viewer shows, and that are still to be saved from here. */
  private readonly local = new Set<string>();
  private readonly stored = new Map<string, Stored>();

  /** Whether a series can be saved from here still, so that it needs not be made again. */
  isLocal(seriesInstanceUID: string): boolean {
    return this.local.has(seriesInstanceUID);
  }

  /** What is known of a series beyond what the viewer has read; null for most. */
  storedOf(seriesInstanceUID: string): Stored | null {
    return this.stored.get(seriesInstanceUID) ?? null;
  }

  addLocal(seriesInstanceUID: string): void {
    this.local.add(seriesInstanceUID);
  }

  note(seriesInstanceUID: string, stored: Stored): void {
    this.stored.set(seriesInstanceUID, stored);
  }

  /** The series is in the archive, as a whole. */
  close(seriesInstanceUID: string, images: number): void {
    this.note(seriesInstanceUID, { images, report: true });
    this.local.delete(seriesInstanceUID);
  }

  /** What was not saved from here cannot be any more; what is stored in part can be made again. */
  forget(): void {
    for (const uid of this.stored.keys()) {
      this.local.delete(uid);
    }
  }
}
