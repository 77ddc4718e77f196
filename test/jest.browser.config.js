/** Tests in Chromium: npx jest --config test/jest.browser.config.js */
export default {
  displayName: 'browser',
  rootDir: 'browser',
  testEnvironment: 'node',
  transform: { '\\.[jt]sx?$': ['babel-jest', { rootMode: 'upward' }] },
  transformIgnorePatterns: ['/node_modules/(?!(zod|dcmjs|@noble)/)'],
  testTimeout: 300_000,
  maxWorkers: 1,
};
