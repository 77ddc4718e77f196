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
      transformIgnorePatterns: ['/node_modules/(?!(zod|dcmjs|@noble)/)'],
    },
    {
      ...node,
      displayName: 'extension',
      rootDir: 'extensions/knee-mri-synth',
      testEnvironment: 'jsdom',
      moduleNameMapper: { '\\.css$': '<rootDir>/test/css-stub.js' },
    },
    { ...node, displayName: 'mode', rootDir: 'modes/xray-to-mri', testEnvironment: 'node' },
    {
      ...node,
      displayName: 'demo',
      rootDir: 'demo',
      testEnvironment: 'node',
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/ohif/', '<rootDir>/data/'],
      modulePathIgnorePatterns: ['<rootDir>/ohif/', '<rootDir>/data/'],
    },
  ],
};
