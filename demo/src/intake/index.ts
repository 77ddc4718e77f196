export { importFolder, type ImportOutcome, type RefusedFile } from './import-folder';
export { unpackStudies } from './unpack-studies';
