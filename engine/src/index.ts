export * from './bundle';
export * from './features';
export * from './radiograph';
export * from './runtime';
export * from './volume';
