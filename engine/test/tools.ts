import { spawnSync } from 'node:child_process';

function isInstalled(tool: string): boolean {
  return spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/**
 * `it` where a tool of the system is installed; otherwise a test that is skipped by name, or, with
 * REQUIRE_ALL=1 in the environment, one that fails.
 */
export function itWith(tool: string): jest.It {
  if (isInstalled(tool)) {
    return it;
  }
  if (process.env['REQUIRE_ALL'] === '1') {
    throw new Error(`${tool} is not installed, and REQUIRE_ALL=1 asks for every test.`);
  }
  process.stderr.write(`SKIPPED: tests that need ${tool}, which is not installed\n`);
  return it.skip;
}

/** All that a tool prints, as lines. */
export function linesOf(tool: string, args: string[]): string[] {
  const { stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8' });
  return `${stdout}\n${stderr}`.split('\n').filter(line => line.trim() !== '');
}
