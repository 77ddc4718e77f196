import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { demoFilm } from './demoStudy';

jest.setTimeout(180_000);

const ENGINE = path.resolve(__dirname, '..');
const REPOSITORY = path.resolve(ENGINE, '..');

function runNode(args: string[], cwd: string) {
  return spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
}

/** The first block of code in a language below a heading of the README. */
function example(heading: string, language: string): string {
  const [, section = ''] = readFileSync(path.join(ENGINE, 'README.md'), 'utf8').split(
    `## ${heading}\n`
  );
  return new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(section)?.[1] ?? '';
}

describe("the README's example for Node", () => {
  let folder = '';
  beforeAll(() => {
    mkdirSync(path.join(ENGINE, 'dist'), { recursive: true });
    // Inside the repository, where Node finds its packages.
    folder = mkdtempSync(path.join(ENGINE, 'dist', 'readme-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('runs as written, and writes a volume', async () => {
    const build = `import { buildLibrary } from './scripts/build.mjs'; await buildLibrary();`;
    expect(runNode(['--input-type=module', '-e', build], ENGINE)).toMatchObject({ status: 0 });
    writeFileSync(path.join(folder, 'knee.dcm'), await demoFilm('sim-0001'));
    symlinkSync(path.join(REPOSITORY, 'models'), path.join(folder, 'models'));
    writeFileSync(path.join(folder, 'example.mjs'), example('In Node', 'js'));
    const { status, stdout, stderr } = runNode(['example.mjs'], folder);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/cpu 10 256 256 [0-9a-f]{64}\n$/);
    expect(statSync(path.join(folder, 'volume.f32')).size).toBe(4 * 10 * 256 * 256);
  });

  it('has a sequel with more than one answer, which runs as written too', () => {
    const before = `
      import {
        createNodeEngine, notRead, parseReadingsJson, proposeRegion, readRadiographFile,
      } from '@xray-to-mri/engine/node';
      import { readFile } from 'node:fs/promises';
      const engine = createNodeEngine({ bundleDir: 'models/knee-dess-simulated' });
      const { radiograph, side } = readRadiographFile(await readFile('knee.dcm'));
      const { region } = proposeRegion(radiograph, { regionMm: 140, side });
      const request = { radiograph, region, side, readings: notRead(), slices: 2, steps: 1, seed: 1 };
      let kept = 0;
      const keep = () => kept++;
    `;
    const after = `
      console.log(kept, mean.slices, standardDeviation.slices, finer.volume.slices);
      await engine.dispose();
    `;
    const code = example('More than one answer', 'js');
    writeFileSync(path.join(folder, 'more.mjs'), before + code + after);
    const { status, stdout, stderr } = runNode(['more.mjs'], folder);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe("[ 'radiograph', 'noise' ]\n8 2 2 3\n");
  });
});
