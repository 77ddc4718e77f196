import type { ExtensionManager, Services } from './ohif';
import { PanelError } from './panelHost';
import { tell } from './sentences';

/** Where the active data source takes images by STOW-RS. */
export interface SaveTarget {
  name: string;
  /** The DICOMweb service's root, absolute, without a slash at the end. */
  rootUrl: string;
  headers: Record<string, string>;
}

/**
 * The archive that the viewer shows studies of.
 * @throws {PanelError} where it takes no images
 */
export function findSaveTarget(
  services: Services,
  extensionManager: ExtensionManager,
  pageUrl: string
): SaveTarget {
  const source = extensionManager.getActiveDataSource()?.[0];
  const configuration =
    source?.getConfig?.() ?? extensionManager.getActiveDataSourceDefinition?.().configuration;
  const root = configuration?.wadoRoot;
  if (!root) {
    throw new PanelError(tell('noDicomWeb'));
  }
  if (configuration?.supportsStow === false) {
    throw new PanelError(tell('readOnlySource'));
  }
  const url = new URL(root, pageUrl);
  return {
    name: configuration?.friendlyName || url.host,
    rootUrl: url.href.replace(/\/+$/, ''),
    headers: { ...services.userAuthenticationService.getAuthorizationHeader?.() },
  };
}
