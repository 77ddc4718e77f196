/** Storing to a real PACS through a proxy that makes faults: npx jest --config test/jest.pacs.config.js */
export default {
  displayName: 'pacs',
  rootDir: 'pacs',
  testEnvironment: 'node',
  transform: { '\\.[jt]sx?$': ['babel-jest', { rootMode: 'upward' }] },
  transformIgnorePatterns: ['/node_modules/(?!(zod|dcmjs|@noble)/)'],
  testTimeout: 300_000,
  maxWorkers: 1,
};
