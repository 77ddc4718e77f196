/**
 * End to end, in Chromium on the stock viewer: npx jest --config test/jest.e2e.config.js --runInBand.
 * E2E_PATIENCE_MS is how long a step may take (30000 by default).
 */
export default {
  displayName: 'e2e',
  rootDir: 'e2e',
  testEnvironment: 'node',
  globalSetup: '<rootDir>/support/globalSetup.mjs',
  transform: { '\\.[jt]sx?$': ['babel-jest', { rootMode: 'upward' }] },
  transformIgnorePatterns: ['/node_modules/(?!(zod|dcmjs|@noble)/)'],
  testTimeout: 10 * Number(process.env.E2E_PATIENCE_MS ?? 30_000),
  maxWorkers: 1,
};
