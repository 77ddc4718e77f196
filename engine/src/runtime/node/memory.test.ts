import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

jest.setTimeout(300_000);

const ENGINE = path.resolve(__dirname, '../../..');
const BUNDLE = path.resolve(ENGINE, '../models/knee-dess-simulated');

/**
 * Jobs on WASM whose memory cannot grow any more, as it is where the computer or the browser gives no more:
 * first when the engine opens, then, after a job for which it can, in the middle of one.
 */
const PROGRAM = `
  import { createNodeEngine, notRead } from './node.js';

  let isFull = false;
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (isFull) throw new RangeError('WebAssembly.Memory.grow(): Unable to grow instance memory');
    return grow.call(this, pages);
  };

  const size = 300;
  const request = {
    radiograph: {
      pixels: Float32Array.from({ length: size ** 2 }, (_, i) => i % 977),
      ...{ rows: size, columns: size, pixelSpacingMm: 0.5, spacingSource: 'PixelSpacing' },
    },
    region: { x: 10, y: 10, width: 280, height: 280 },
    ...{ side: 'R', readings: notRead(), seed: 1, slices: 1, steps: 1 },
  };
  const ends = [];
  const outcomeOf = job => job.then(() => 'done', ({ code, message }) => code + ': ' + message);
  const engine = createNodeEngine({ bundleDir: ${JSON.stringify(BUNDLE)}, runtime: 'wasm', threads: 1 });
  isFull = true;
  ends.push(await outcomeOf(engine.synthesize(request)));
  isFull = false;
  ends.push(await outcomeOf(engine.synthesize(request)));
  isFull = true;
  ends.push(await outcomeOf(engine.synthesize({ ...request, slices: 40, batchSize: 40 })));
  await engine.dispose().catch(() => undefined);
  console.log(JSON.stringify(ends));
`;

describe('memory that runs out', () => {
  let folder = '';
  beforeAll(() => {
    mkdirSync(path.join(ENGINE, 'dist'), { recursive: true });
    // Inside the repository, where Node finds its packages.
    folder = mkdtempSync(path.join(ENGINE, 'dist', 'memory-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is named while loading, after which the engine works again, and while sampling', () => {
    const node = (args: string[], cwd: string) =>
      spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
    const outfile = JSON.stringify(path.join(folder, 'node.js'));
    const build = `import { buildLibrary } from './scripts/build.mjs'; await buildLibrary({ outfile: ${outfile} });`;
    expect(node(['--input-type=module', '-e', build], ENGINE)).toMatchObject({ status: 0 });
    writeFileSync(path.join(folder, 'program.mjs'), PROGRAM);
    const { stdout } = node(['program.mjs'], folder);
    const outOfMemory = expect.stringMatching(/^out-of-memory: The computer ran out of memory/);
    expect(JSON.parse(stdout)).toEqual([outOfMemory, 'done', outOfMemory]);
  });
});
