import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { claimCase } from './claim';

const root = mkdtempSync(path.join(tmpdir(), 'claims-'));
afterAll(() => rmSync(root, { recursive: true }));

let cases = 0;
const freshCase = () => path.join(root, `case-${++cases}`);

/** The number of a process that has just ended. */
function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  return new Promise(resolve => child.once('exit', () => resolve(child.pid ?? 0)));
}

describe('a claim', () => {
  it('is had by one alone, until it is released', async () => {
    const folder = freshCase();
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimCase(folder)));
    const [first, ...more] = claims.filter(claim => claim !== null);
    expect(more).toEqual([]);
    expect(await claimCase(folder)).toBeNull();
    await first?.release();
    expect(existsSync(`${folder}.claim`)).toBe(false);
    const again = await claimCase(folder);
    expect(again).not.toBeNull();
    await again?.release();
  });

  it('of a process that has ended on this machine is taken over', async () => {
    const folder = freshCase();
    const owner = { host: hostname(), pid: await endedProcess() };
    writeFileSync(`${folder}.claim`, JSON.stringify(owner));
    const claim = await claimCase(folder);
    expect(claim).not.toBeNull();
    await claim?.release();
  });

  it('of another machine is taken over once it shows no life, by one alone', async () => {
    const folder = freshCase();
    writeFileSync(`${folder}.claim`, JSON.stringify({ host: 'elsewhere', pid: 1 }));
    expect(await claimCase(folder)).toBeNull();
    const threeMinutesAgo = new Date(Date.now() - 180_000);
    utimesSync(`${folder}.claim`, threeMinutesAgo, threeMinutesAgo);
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimCase(folder)));
    const taken = claims.filter(claim => claim !== null);
    expect(taken).toHaveLength(1);
    await taken[0]?.release();
    expect(readdirSync(root)).toEqual([]);
  });

  it('shows life while its owner is at work', async () => {
    const folder = freshCase();
    const times = { beatMs: 20, staleMs: 400 };
    const claim = await claimCase(folder, times);
    const longAgo = new Date(Date.now() - 100_000);
    utimesSync(`${folder}.claim`, longAgo, longAgo);
    await new Promise(resolve => setTimeout(resolve, 200));
    expect(await claimCase(folder, times)).toBeNull();
    await claim?.release();
  });
});
