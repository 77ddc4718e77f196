export { appConfigScript } from './app-config';
export { normaliseBase, withBase } from './sub-path';
export { inlineScriptHashes, isolationHeaders, contentSecurityPolicy } from './security-headers';
export { StaticFolder } from './static-folder';
