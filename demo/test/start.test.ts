import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SCRIPTS = join(__dirname, '..', '..', 'scripts');
const START = join(SCRIPTS, 'start.mjs');
const LIFETIME = pathToFileURL(join(SCRIPTS, 'lib', 'lifetime.mjs')).href;

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

test('says that the port is in use before it installs or builds anything', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { status, said } = start('--port', String(port));
  other.close();
  expect(status).toBe(1);
  expect(said).toContain(`Port ${port} is in use; choose another one with --port`);
  expect(said).not.toMatch(/Installing|Building|\n\s+at /);
});

/** A process in a shell, as npm starts it, that waits to be told that npm is gone. */
const LEFT_BEHIND = `
  const { whenNpmIsGone } = await import(${JSON.stringify(LIFETIME)});
  whenNpmIsGone(() => { console.log('stops'); process.exit(0); });
  setInterval(() => undefined, 1000);
  console.log('waits');
`;

test('does not outlive the shell that npm ran it in', async () => {
  const shell = spawn('sh', ['-c', '"$NODE" --input-type=module -e "$SCRIPT"; true'], {
    env: {
      ...process.env,
      npm_lifecycle_event: 'start',
      NODE: process.execPath,
      SCRIPT: LEFT_BEHIND,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  shell.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(shell.stdout, 'data');
  expect(said).toBe('waits\n');
  shell.kill('SIGTERM');
  // Closed once the shell and all that it started are gone.
  await once(shell.stdout, 'close');
  expect(said).toBe('waits\nstops\n');
});
