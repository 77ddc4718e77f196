import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { textProperty } from '../CliError';

/** Ends the names of files that say that a process is at work on a case. */
export const CLAIM = '.claim';

export interface ClaimTimes {
  /** How often a process shows that it is still there. */
  beatMs: number;
  /** After how long without it a claim counts as left behind. */
  staleMs: number;
}

const TIMES: ClaimTimes = { beatMs: 10_000, staleMs: 120_000 };

/** A case that this process alone is at work on. */
export interface Claim {
  release(): Promise<void>;
}

async function create(file: string): Promise<boolean> {
  const owner = { host: hostname(), pid: process.pid };
  try {
    await writeFile(file, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (error) {
    if (textProperty(error, 'code') === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return textProperty(error, 'code') === 'EPERM';
  }
}

/** Whether the process that made a claim is gone: it ended on this machine, or shows nothing any more. */
async function isLeftBehind(file: string, { staleMs }: ClaimTimes): Promise<boolean> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    if (Date.now() - mtimeMs > staleMs) return true;
    const { host, pid }: { host?: unknown; pid?: unknown } = JSON.parse(text);
    return host === hostname() && typeof pid === 'number' && !isAlive(pid);
  } catch {
    // It was released meanwhile, or is being written.
    return false;
  }
}

/** Takes a claim away that was left behind; only one process of many succeeds. */
async function remove(file: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
    await rm(aside, { force: true });
  } catch (error) {
    if (textProperty(error, 'code') !== 'ENOENT') throw error;
  }
}

/**
 * Claims a case for this process, by a file that only one process can create, on shared disks too.
 * @returns null when another process is at work on it
 */
export async function claimCase(folder: string, times = TIMES): Promise<Claim | null> {
  const file = `${folder}${CLAIM}`;
  await mkdir(path.dirname(file), { recursive: true });
  if (!(await create(file))) {
    if (!(await isLeftBehind(file, times))) return null;
    await remove(file);
    if (!(await create(file))) return null;
  }
  const beat = setInterval(() => {
    const now = new Date();
    // The disk may be away for a moment; the next beat tries again.
    void utimes(file, now, now).catch(() => undefined);
  }, times.beatMs);
  beat.unref();
  return {
    async release() {
      clearInterval(beat);
      await rm(file, { force: true });
    },
  };
}
