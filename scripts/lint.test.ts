import { spawnSync } from 'node:child_process';
import path from 'node:path';

jest.setTimeout(60_000);

const ROOT = path.resolve(__dirname, '..');
const ESLINT = path.join(ROOT, 'node_modules', 'eslint', 'bin', 'eslint.js');

/** The rules that a line of code breaks where it stands. */
function broken(file: string, code: string): string[] {
  const { stdout } = spawnSync(
    process.execPath,
    [ESLINT, '--stdin', '--stdin-filename', file, '--format', 'json'],
    { cwd: ROOT, input: code, encoding: 'utf8' }
  );
  const [{ messages }] = JSON.parse(stdout) as [{ messages: { ruleId: string }[] }];
  return messages.map(({ ruleId }) => ruleId);
}

describe('the extension, by the lint rules', () => {
  const HOST = 'extensions/knee-mri-synth/src/host/generate.ts';
  const PANEL = 'extensions/knee-mri-synth/src/panel/Panel.tsx';
  const line = (from: string) => `import { thing } from '${from}';\nvoid thing;\n`;

  it.each([
    [HOST, '../../../../engine/src/runtime/localEngine'],
    [HOST, '@xray-to-mri/engine/node'],
    [HOST, '@xray-to-mri/engine/runtime/node'],
    [HOST, 'onnxruntime-web'],
    [PANEL, '../../../../engine/src/volume'],
    [PANEL, 'onnxruntime-web/webgpu'],
  ])('%s does not go around the engine to %s', (file, from) => {
    expect(broken(file, line(from))).toEqual(['@typescript-eslint/no-restricted-imports']);
  });

  it.each([
    [HOST, '@xray-to-mri/engine'],
    [HOST, '@xray-to-mri/engine/runtime/browser'],
    [PANEL, '@xray-to-mri/engine'],
  ])('%s may use %s', (file, from) => {
    expect(broken(file, line(from))).toEqual([]);
  });
});
