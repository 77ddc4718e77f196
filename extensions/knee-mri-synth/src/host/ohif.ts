/**
 * The parts of OHIF 3.13 that this extension uses. OHIF's packages carry no types and are not imported
 * at run time; these interfaces describe the objects that the host hands over.
 */

/** A naturalised DICOM dataset: keyword -> value. */
export type Dataset = Record<string, unknown>;

export interface Subscription {
  unsubscribe(): void;
}

export interface PubSub {
  readonly EVENTS: Record<string, string>;
  subscribe(event: string, listener: (payload: unknown) => void): Subscription;
}

export interface DisplaySet {
  displaySetInstanceUID: string;
  StudyInstanceUID: string;
  SeriesInstanceUID: string;
  Modality?: string;
  SeriesDescription?: string;
  instances?: Dataset[];
  /** Present on display sets of some SOP class handlers instead of `instances`. */
  instance?: Dataset;
  imageIds?: string[];
  numImageFrames?: number;
  unsupported?: boolean;
}

export interface DisplaySetService extends PubSub {
  getActiveDisplaySets(): DisplaySet[];
  getDisplaySetByUID(uid: string): DisplaySet | undefined;
  deleteDisplaySet(uid: string): void;
}

export interface ViewportState {
  viewportId: string;
  displaySetInstanceUIDs?: string[];
}

export interface ViewportGridService extends PubSub {
  getState(): { viewports: Map<string, ViewportState>; activeViewportId?: string };
}

export interface HangingProtocolService extends PubSub {
  readonly studies: { StudyInstanceUID: string }[];
  getState(): { activeStudyUID?: string; protocolId?: string } | undefined;
  run(
    data: {
      studies: { StudyInstanceUID: string }[];
      activeStudy?: { StudyInstanceUID: string };
      displaySets: DisplaySet[];
    },
    protocolId: string
  ): void;
}

export interface UserAuthenticationService {
  getAuthorizationHeader?(): Record<string, string> | undefined;
  /** The user of oidc-client, where the viewer has a login. */
  getUser?(): unknown;
}

export interface UINotificationService {
  show(notice: { title: string; message: string; type: string; duration: number }): void;
}

export interface Services {
  displaySetService: DisplaySetService;
  viewportGridService: ViewportGridService;
  hangingProtocolService: HangingProtocolService;
  userAuthenticationService: UserAuthenticationService;
  uiNotificationService?: UINotificationService;
}

export interface ServicesManager {
  services: Services;
}

export interface DataSourceConfiguration {
  friendlyName?: string;
  wadoRoot?: string;
  supportsStow?: boolean;
}

export interface DataSource {
  getConfig?(): DataSourceConfiguration | undefined;
  getImageIdsForDisplaySet?(displaySet: DisplaySet): string[];
  deleteStudyMetadataPromise?(studyInstanceUID: string): void;
}

export interface ExtensionManager {
  readonly appConfig?: Record<string, unknown>;
  getActiveDataSource(): DataSource[] | undefined;
  getActiveDataSourceDefinition?(): {
    sourceName?: string;
    configuration?: DataSourceConfiguration;
  };
  addDataSource(
    definition: {
      namespace: string;
      sourceName: string;
      configuration: Record<string, unknown>;
    },
    options?: { activate: boolean }
  ): void;
}

export interface CommandsManager {
  getCommand(name: string): unknown;
  run(name: string, options?: Record<string, unknown>): unknown;
}

/** What OHIF passes to an extension's hooks. */
export interface HostContext {
  servicesManager: ServicesManager;
  extensionManager: ExtensionManager;
  commandsManager: CommandsManager;
  appConfig?: Record<string, unknown>;
  configuration?: Record<string, unknown>;
}

/** A decoded image of the host's image loader. */
export interface DecodedImage {
  rows: number;
  columns: number;
  color?: boolean;
  slope?: number;
  intercept?: number;
  isPreScaled?: boolean;
  preScale?: { scaled?: boolean };
  getPixelData(): ArrayLike<number>;
}

/** The part of cornerstone3D that OHIF leaves on `window.cornerstone`. */
export interface Cornerstone {
  imageLoader: { loadAndCacheImage(imageId: string): Promise<DecodedImage> };
}
