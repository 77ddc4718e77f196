/** End to end, in Chromium on the stock viewer: npx jest --config test/jest.e2e.config.js --runInBand */
export default {
  displayName: 'e2e',
  rootDir: 'e2e',
  testEnvironment: 'node',
  globalSetup: '<rootDir>/support/globalSetup.mjs',
  transform: { '\\.[jt]sx?$': ['babel-jest', { rootMode: 'upward' }] },
  transformIgnorePatterns: ['/node_modules/(?!(zod|dcmjs|@noble)/)'],
  testTimeout: 300_000,
  maxWorkers: 1,
};
