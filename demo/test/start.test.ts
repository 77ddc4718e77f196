import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const START = join(__dirname, '..', '..', 'scripts', 'start.mjs');

const start = (...args: string[]): { status: number | null; said: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [START, ...args], {
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
};

test('--help names every option and does nothing else', () => {
  const { status, said } = start('--help');
  expect(status).toBe(0);
  for (const option of ['--data', '--dicomweb', '--port', '--ohif', '--base', '--csp', '--store']) {
    expect(said).toContain(option);
  }
});

test.each([
  ['a port that is none', ['--port', 'eighty'], '--port wants a number'],
  ['two sources of studies', ['--data', 'a', '--dicomweb', 'http://b'], 'exclude each other'],
  ['an unknown option', ['--nonsense'], '--nonsense'],
])('refuses %s with a sentence before it installs anything', (_, args, sentence) => {
  const { status, said } = start(...args);
  expect(status).toBe(1);
  expect(said).toContain(sentence);
  expect(said).not.toMatch(/Installing|Building|\n\s+at /);
});
