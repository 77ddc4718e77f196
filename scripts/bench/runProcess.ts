import { spawn } from 'node:child_process';

/**
 * Runs a program to its end and reads the last line that it prints as JSON.
 * @throws {Error} with the end of what it complained about, when it fails
 */
export async function jsonOf<Result>(
  program: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv }
): Promise<Result> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let [printed, complained] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complained += text));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  if (status !== 0) {
    throw new Error(complained.trim().split('\n').at(-1) ?? `${program} ended with ${status}.`);
  }
  return JSON.parse(printed.trim().split('\n').at(-1) ?? '');
}
