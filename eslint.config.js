import js from '@eslint/js';
import globals from 'globals';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** From outside a folder only its index.ts is imported; ownFolders are the folders at one level. */
const entryPoints = ownFolders => ({
  group: ownFolders.flatMap(folder => [
    `../${folder}/*`,
    `../../${folder}/*`,
    `!../${folder}/index`,
    `!../../${folder}/index`,
  ]),
  message: 'Import another folder through its index.ts only.',
});

const ENGINE_FOLDERS = [
  'bundle',
  'radiograph',
  'jointSpace',
  'features',
  'diffusion',
  'volume',
  'dicom',
  'codecs',
  'runtime',
  'sentences',
];
const PURE = [
  'sentences',
  'bundle',
  'radiograph',
  'jointSpace',
  'features',
  'diffusion',
  'volume',
  'dicom',
];
const TYPESCRIPT = ['**/*.ts', '**/*.tsx'];
const NOT_FROM_THE_HOST = {
  group: ['@ohif/*', '@cornerstonejs/*'],
  message: "Nothing imports the host's modules at run time; use host/'s interface.",
  allowTypeImports: true,
};

const NOT_AROUND_THE_ENGINE = {
  group: [
    '**/engine/src/**',
    '@xray-to-mri/engine/**',
    '!@xray-to-mri/engine/runtime',
    '!@xray-to-mri/engine/runtime/browser',
    'onnxruntime-*',
  ],
  message: "The engine is used through '@xray-to-mri/engine' and its '/runtime/browser' only.",
};

export default tseslint.config(
  {
    ignores: [
      '**/node_modules',
      '**/dist',
      '.venv',
      '.cache',
      'test-output',
      'coverage',
      'demo/data',
      'demo/ohif',
      'models/**',
    ],
  },
  js.configs.recommended,
  {
    files: TYPESCRIPT,
    extends: [...tseslint.configs.strict],
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-console': 'error',
      'no-undef': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportDefaultDeclaration',
          message: 'No default exports but where OHIF asks for one.',
        },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.js', 'scripts/**', 'demo/**/*.ts', 'test/**', 'engine/bin/**'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', 'jest.config.js'],
    languageOptions: { globals: { ...globals.jest, ...globals.node } },
  },
  {
    files: ['engine/src/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [entryPoints(ENGINE_FOLDERS), NOT_FROM_THE_HOST] },
      ],
    },
  },
  ...PURE.map(folder => ({
    files: [`engine/src/${folder}/**/*.ts`],
    ignores: ['**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            entryPoints(ENGINE_FOLDERS),
            {
              group: ['onnxruntime-*', 'node:*', '../runtime', '../runtime/*', 'react', 'react-*'],
              message: `${folder} is pure: no onnxruntime, no Node, no runtime.`,
            },
            NOT_FROM_THE_HOST,
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        'window',
        'document',
        'navigator',
        'fetch',
        'XMLHttpRequest',
        'localStorage',
        'process',
      ].map(entry =>
        entry === 'error'
          ? entry
          : { name: entry, message: `${folder} is pure: pass what it needs in.` }
      ),
    },
  })),
  {
    files: ['extensions/knee-mri-synth/src/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            entryPoints(['host', 'language', 'panel', 'report']),
            NOT_FROM_THE_HOST,
            NOT_AROUND_THE_ENGINE,
          ],
        },
      ],
    },
  },
  {
    files: ['extensions/knee-mri-synth/src/panel/**/*.{ts,tsx}'],
    ignores: ['**/*.test.tsx', '**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            entryPoints(['host', 'language']),
            NOT_AROUND_THE_ENGINE,
            {
              group: ['@ohif/*', '@cornerstonejs/*'],
              message: "panel knows React and host's interface, never OHIF.",
            },
          ],
        },
      ],
    },
  },
  {
    files: [
      'extensions/knee-mri-synth/src/index.ts',
      'modes/xray-to-mri/src/index.ts',
      '**/entry.ts',
    ],
    rules: { 'no-restricted-syntax': 'off' },
  }
);
