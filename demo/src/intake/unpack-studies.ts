import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'tar';
import type { InstanceStore } from '../store';
import { importFolder } from './import-folder';

/**
 * Stores the shipped studies, one .tar.gz each. What is stored already stays as it is.
 * @returns how many instances the archives hold.
 * @throws Error if an archive holds a file that can't be stored.
 */
export async function unpackStudies(folder: string, store: InstanceStore): Promise<number> {
  const archives = (await readdir(folder)).filter(name => name.endsWith('.tar.gz')).sort();
  let instances = 0;
  for (const archive of archives) {
    const unpacked = await mkdtemp(join(tmpdir(), 'xray-to-mri-'));
    try {
      await extract({ file: join(folder, archive), cwd: unpacked });
      const { imported, refused } = await importFolder(unpacked, store);
      const [first] = refused;
      if (first) {
        throw new Error(
          `The demo study ${archive} cannot be stored: ${first.file}: ${first.reason} ` +
            `If ${store.folder} holds another version of the demo studies, remove it or choose ` +
            'another folder with --store.'
        );
      }
      instances += imported;
    } finally {
      await rm(unpacked, { recursive: true, force: true });
    }
  }
  return instances;
}
