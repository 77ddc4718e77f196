import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../src/cli';

// From engine/bin and from engine/dist, where this is bundled to, alike.
const repository = fileURLToPath(new URL('../..', import.meta.url));

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());

process.exitCode = await main(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  defaultBundle: path.join(repository, 'models', 'knee-dess-simulated'),
  signal: interrupted.signal,
});
