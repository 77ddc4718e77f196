/** All of the engine for programs in Node; `npm run build` makes `dist/node.js` of it. */
export * from './index';
export * from './codecs';
export * from './runtime/node';
