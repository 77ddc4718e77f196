import { loadBundle, type BundleMetadata } from '@xray-to-mri/engine';
import { tell } from './sentences';
import { toPanelError } from './toPanelError';

async function fetchFile(folder: URL, path: string): Promise<ArrayBuffer> {
  const response = await fetch(new URL(path, folder));
  if (!response.ok) {
    throw new Error(`HTTP status ${response.status}`);
  }
  return response.arrayBuffer();
}

/**
 * The checked metadata of the model, without its weights.
 * @throws {PanelError}
 */
export async function readModel(bundleUrl: URL): Promise<BundleMetadata> {
  try {
    const { metadata } = await loadBundle(path => fetchFile(bundleUrl, path));
    return metadata;
  } catch (error) {
    throw toPanelError(error, tell('modelUnreadable'));
  }
}
