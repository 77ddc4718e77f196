import type { ExtensionManager, Services } from './ohif';
import { PanelError } from './panelHost';

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
    throw new PanelError(
      'The data source of this viewer has no DICOMweb address to store to. Open the study from an archive with STOW-RS.'
    );
  }
  if (configuration?.supportsStow === false) {
    throw new PanelError(
      'The data source of this viewer is configured as read-only ("supportsStow": false), so nothing can be saved to it.'
    );
  }
  const url = new URL(root, pageUrl);
  return {
    name: configuration?.friendlyName || url.host,
    rootUrl: url.href.replace(/\/+$/, ''),
    headers: { ...services.userAuthenticationService.getAuthorizationHeader?.() },
  };
}
