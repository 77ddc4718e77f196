import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  describeInstance,
  isUid,
  toStorablePart10,
  type InstanceDescription,
  type StorablePart10,
} from '../dicom';
import { syncFolder, writeDurably } from './durable-file';
import { StudyIndex, type StudyEntry } from './study-index';

const SIDECAR_VERSION = 1;
const INCOMING = 'incoming';
const STUDIES = 'studies';

interface Sidecar {
  version: number;
  contentSha256: string;
  description: InstanceDescription;
}

/** A stored instance: its Part 10 file and what is known of it. */
export interface StoredInstance {
  path: string;
  description: InstanceDescription;
}

/**
 * Part 10 files in a folder, `studies/<study>/<series>/<instance>.dcm`, each with a JSON description
 * beside it. The file is the truth: a description that is missing or unreadable is made again from it, and
 * the index of all instances is built from the descriptions at every start. Files are written beside and
 * renamed, so a kill at any moment leaves each instance whole or absent.
 */
export class InstanceStore {
  private readonly index = new StudyIndex();
  /** Puts run one after the other, so that two of them can't both find an instance absent. */
  private lastPut: Promise<unknown> = Promise.resolve();

  private constructor(readonly folder: string) {}

  /** Opens a folder, making it if need be, and reads what it holds. `warn` hears of unreadable files. */
  static async open(folder: string, warn: (message: string) => void): Promise<InstanceStore> {
    const store = new InstanceStore(folder);
    await rm(join(folder, INCOMING), { recursive: true, force: true });
    await mkdir(join(folder, INCOMING), { recursive: true });
    await mkdir(join(folder, STUDIES), { recursive: true });
    await store.readAll(warn);
    return store;
  }

  get studies(): ReadonlyMap<string, StudyEntry> {
    return this.index.studies;
  }

  /** A new file name for bytes on their way in; what is left there is removed at the next start. */
  temporaryPath(): string {
    return join(this.folder, INCOMING, randomUUID());
  }

  /**
   * Stores one received Part 10 file. Storing the same content again changes nothing.
   * @param accept looks at the description before anything is written and throws to refuse it.
   * @throws DicomFileError if the file can't be served, StoreConflict if it contradicts what is stored.
   */
  put(
    received: Buffer,
    accept: (description: InstanceDescription) => void = () => undefined
  ): Promise<InstanceDescription> {
    const put = this.lastPut.then(async () => {
      const storable = toStorablePart10(received);
      const description = describeInstance(storable.bytes, storable.transferSyntax);
      accept(description);
      if (!this.index.holds(description, storable.contentSha256)) {
        await this.write(storable, description);
        this.index.add(description, storable.contentSha256);
      }
      return description;
    });
    this.lastPut = put.catch(() => undefined);
    return put;
  }

  /** A stored instance, or null. UIDs that are none, and so could name a path, are simply not stored. */
  async get(study: string, series: string, instance: string): Promise<StoredInstance | null> {
    if (!this.index.find(study, series, instance)) return null;
    const path = this.pathOf(study, series, instance);
    const { description } = JSON.parse(await readFile(sidecarOf(path), 'utf8')) as Sidecar;
    return { path, description };
  }

  private pathOf(study: string, series: string, instance: string): string {
    return join(this.folder, STUDIES, study, series, `${instance}.dcm`);
  }

  private async write(storable: StorablePart10, description: InstanceDescription): Promise<void> {
    const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = description;
    const path = this.pathOf(studyInstanceUid, seriesInstanceUid, sopInstanceUid);
    const made = await mkdir(dirname(path), { recursive: true });
    if (made) {
      await syncFolder(dirname(dirname(path)));
      await syncFolder(join(this.folder, STUDIES));
    }
    const sidecar: Sidecar = {
      version: SIDECAR_VERSION,
      contentSha256: storable.contentSha256,
      description,
    };
    // The description first: once the file is there, its description is the one of the received bytes.
    await writeDurably(sidecarOf(path), this.temporaryPath(), JSON.stringify(sidecar));
    await writeDurably(path, this.temporaryPath(), storable.bytes);
  }

  private async readAll(warn: (message: string) => void): Promise<void> {
    const studies = join(this.folder, STUDIES);
    for (const study of await uidFolders(studies)) {
      for (const series of await uidFolders(join(studies, study))) {
        for (const file of await readdir(join(studies, study, series))) {
          if (!file.endsWith('.dcm') || !isUid(file.slice(0, -4))) continue;
          const path = join(studies, study, series, file);
          try {
            const { description, contentSha256 } = await this.readDescription(path);
            this.index.add(description, contentSha256);
          } catch (error) {
            const reason = error instanceof Error ? error.message : String(error);
            warn(`A stored file cannot be read and is left out: ${path}. ${reason}`);
          }
        }
      }
    }
  }

  private async readDescription(path: string): Promise<Sidecar> {
    try {
      const sidecar = JSON.parse(await readFile(sidecarOf(path), 'utf8')) as Sidecar;
      if (sidecar.version === SIDECAR_VERSION) return sidecar;
    } catch {
      // Missing or broken: it is made again below.
    }
    const storable = toStorablePart10(await readFile(path));
    const sidecar: Sidecar = {
      version: SIDECAR_VERSION,
      contentSha256: storable.contentSha256,
      description: describeInstance(storable.bytes, storable.transferSyntax),
    };
    await writeDurably(sidecarOf(path), this.temporaryPath(), JSON.stringify(sidecar));
    return sidecar;
  }
}

const sidecarOf = (path: string): string => path.replace(/\.dcm$/, '.json');

async function uidFolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter(entry => entry.isDirectory() && isUid(entry.name)).map(({ name }) => name);
}
