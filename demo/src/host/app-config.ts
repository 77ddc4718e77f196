export interface AppConfig {
  /** '/' or a sub-path such as '/ohif/'. */
  base: string;
  /** Names of the plugins below /plugins/. */
  extensions: string[];
  modes: string[];
}

const scriptLiteral = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(/</g, '\\u003c');

/**
 * The `app-config.js` that is served in place of the stock viewer's: the plugin's extension and mode by
 * URL, and one DICOMweb data source on the same origin. Everything else is the viewer's default.
 */
export function appConfigScript({ base, extensions, modes }: AppConfig): string {
  const dicomWeb = `${base}dicomweb`;
  const pluginUrl = (name: string): string => `${base}plugins/${name}/index.js`;
  const config = {
    name: 'xray-to-mri demo',
    routerBasename: base === '/' ? null : base.slice(0, -1),
    extensions: extensions.map(pluginUrl),
    modes: modes.map(pluginUrl),
    customizationService: {},
    showStudyList: true,
    maxNumberOfWebWorkers: 3,
    showWarningMessageForCrossOrigin: false,
    showCPUFallbackMessage: false,
    showLoadingIndicator: true,
    strictZSpacingForVolumeViewport: true,
    groupEnabledModesFirst: true,
    defaultDataSourceName: 'dicomweb',
    dataSources: [
      {
        namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
        sourceName: 'dicomweb',
        configuration: {
          friendlyName: 'DICOMweb',
          name: 'dicomweb',
          wadoUriRoot: dicomWeb,
          qidoRoot: dicomWeb,
          wadoRoot: dicomWeb,
          qidoSupportsIncludeField: true,
          imageRendering: 'wadors',
          thumbnailRendering: 'wadors',
          enableStudyLazyLoad: true,
          supportsFuzzyMatching: false,
          supportsWildcard: true,
          supportsStow: true,
          dicomUploadEnabled: true,
          omitQuotationForMultipartRequest: true,
          bulkDataURI: { enabled: true, relativeResolution: 'studies' },
        },
      },
    ],
  };
  return `window.config = ${scriptLiteral(config)};\n`;
}
