import { build } from 'esbuild';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InstanceStore } from '../src';
import { makeInstance, UIDS } from './support/instances';
import { storeByHttp } from './support/server';

const ROUNDS = 6;
const BATCH = 8;

let program: string;

beforeAll(async () => {
  // Within the repository, so that the program finds its packages.
  program = join(__dirname, '..', 'dist', `store-process-${process.pid}.mjs`);
  await build({
    entryPoints: [join(__dirname, 'support', 'store-process.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['dcmjs', 'pngjs', 'tar'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
});

afterAll(() => rm(program, { force: true }));

const instanceOf = (round: number, number: number): Buffer =>
  makeInstance({
    instance: `${UIDS.instance}.${round}.${number}`,
    rows: 64,
    columns: 64,
    pixels: new Uint16Array(64 * 64).fill(round * 100 + number),
  });

async function startProcess(folder: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [program, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [address] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, url: address.toString().trim() };
}

/** Sends batches until the server is gone; the numbers of the acknowledged instances. */
async function sendUntilKilled(url: string, round: number): Promise<number[]> {
  const acknowledged: number[] = [];
  for (let first = 0; ; first += BATCH) {
    const numbers = Array.from({ length: BATCH }, (_, index) => first + index);
    try {
      const answer = await storeByHttp(
        url,
        numbers.map(number => instanceOf(round, number))
      );
      if (answer.status === 200) acknowledged.push(...numbers);
      await answer.arrayBuffer();
    } catch {
      return acknowledged;
    }
  }
}

test('a kill while writing loses nothing acknowledged and leaves no instance half-written', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'killed-store-'));
  const acknowledged = new Map<number, number[]>();
  for (let round = 1; round <= ROUNDS; round++) {
    const { child, url } = await startProcess(folder);
    const sending = sendUntilKilled(url, round);
    // Different moments of the writing, from the first instance on.
    await new Promise(resolve => setTimeout(resolve, 150 + round * 37));
    child.kill('SIGKILL');
    acknowledged.set(round, await sending);
  }

  const warnings: string[] = [];
  const store = await InstanceStore.open(folder, message => warnings.push(message));
  expect(warnings).toEqual([]);
  expect([...acknowledged.values()].flat().length).toBeGreaterThan(0);
  const series = store.studies.get(UIDS.study)?.series.get(UIDS.series);
  const stored = [...(series?.instances.keys() ?? [])];
  for (const [round, numbers] of acknowledged) {
    for (const number of numbers) {
      expect(stored).toContain(`${UIDS.instance}.${round}.${number}`);
    }
  }
  for (const uid of stored) {
    const [round = 0, number = 0] = uid.split('.').slice(-2).map(Number);
    const found = await store.get(UIDS.study, UIDS.series, uid);
    const bytes = await readFile(found?.path ?? '');
    expect(bytes.equals(instanceOf(round, number))).toBe(true);
  }
  await rm(folder, { recursive: true, force: true });
}, 60_000);
