/** The extension's id: the package's name, as OHIF's runtime descriptors ask for. */
export const EXTENSION_ID = '@xray-to-mri/extension-knee-mri-synth';

/** Name of the panel; OHIF addresses it as `<extension>.panelModule.<name>`. */
export const PANEL_NAME = 'kneeMriSynth';

/** Id of the hanging protocol that arranges radiograph, synthetic and acquired series. */
export const PROTOCOL_ID = '@xray-to-mri/knee';

/** Name of the data source that takes series which exist in this browser only. */
export const LOCAL_SOURCE_NAME = 'xrayToMriUnsaved';

/** Command that arranges the active study's series in the columns of the hanging protocol. */
export const ARRANGE_COMMAND = 'xrayToMriArrange';

/** The command context of this extension. */
export const COMMAND_CONTEXT = 'XRAY_TO_MRI';

/** The key of `window.config` under which an administrator may configure the plugin. */
export const CONFIGURATION_KEY = 'xrayToMri';
