/** Packages that are published as ES modules only. */
const compiled = ['/node_modules/(?!(zod|dcmjs|@noble)/)'];

const node = {
  transform: { '\\.[jt]sx?$': ['babel-jest', { rootMode: 'upward' }] },
  extensionsToTreatAsEsm: [],
};

export default {
  projects: [
    {
      ...node,
      displayName: 'engine',
      rootDir: 'engine',
      testEnvironment: 'node',
      transformIgnorePatterns: compiled,
    },
    {
      ...node,
      displayName: 'extension',
      rootDir: 'extensions/knee-mri-synth',
      testEnvironment: 'jsdom',
      transformIgnorePatterns: compiled,
      moduleNameMapper: { '\\.css$': '<rootDir>/test/css-stub.js' },
    },
    {
      ...node,
      displayName: 'mode',
      rootDir: 'modes/xray-to-mri',
      testEnvironment: 'jsdom',
      transformIgnorePatterns: compiled,
      moduleNameMapper: { '\\.css$': '<rootDir>/../../extensions/knee-mri-synth/test/css-stub.js' },
    },
    {
      ...node,
      displayName: 'demo',
      rootDir: 'demo',
      testEnvironment: 'node',
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/ohif/', '<rootDir>/data/'],
      modulePathIgnorePatterns: ['<rootDir>/ohif/', '<rootDir>/data/'],
    },
    {
      ...node,
      displayName: 'repository',
      rootDir: 'test/repository',
      testEnvironment: 'node',
    },
    {
      ...node,
      displayName: 'scripts',
      rootDir: 'scripts',
      testMatch: ['**/*.test.ts'],
      testEnvironment: 'node',
      transformIgnorePatterns: compiled,
    },
  ],
};
