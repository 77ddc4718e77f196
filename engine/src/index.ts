export * from './bundle';
export * from './dicom';
export * from './features';
export * from './jointSpace';
export * from './radiograph';
export * from './runtime';
export * from './sentences';
export * from './volume';
