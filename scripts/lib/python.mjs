import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A virtual environment `.venv` that holds what `requirementsFiles` list; made or brought up to date
 * when their contents changed.
 * @returns {string} path of its Python
 */
export function ensurePythonEnvironment(root, requirementsFiles) {
  const python = join(root, '.venv', 'bin', 'python');
  const stamp = join(root, '.venv', 'requirements.sha256');
  const wanted = createHash('sha256')
    .update(requirementsFiles.map(file => readFileSync(file, 'utf8')).join('\n'))
    .digest('hex');
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return python;
  }
  const run = (command, args) => {
    const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    if (result.status !== 0) {
      throw new Error(
        `Could not prepare the Python environment: ${command} ${args.slice(0, 3).join(' ')} ended with ` +
          `${result.status ?? result.error?.message}. Python 3.11 or later with venv is needed ` +
          '(Debian: apt-get install python3-venv).'
      );
    }
  };
  console.log('Preparing the Python environment in .venv (some minutes the first time) ...');
  if (!existsSync(python)) run('python3', ['-m', 'venv', '.venv']);
  const files = requirementsFiles.flatMap(file => ['-r', file]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...files]);
  writeFileSync(stamp, wanted);
  return python;
}
