export { TOO_OLD_VIEWER } from './tooOldViewer';
export { createTranslations } from './translations';
export { viewerLanguage } from './viewerLanguage';
