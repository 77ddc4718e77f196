/**
 * @jest-environment <rootDir>/test/hostArraysEnvironment.cjs
 */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commandLine, TINY_BUNDLE } from '../../test/commandLine';
import { FaultyArchive } from '../../test/faultyArchive';
import { FILMS } from '../../test/films';
import { radiographFile } from '../../test/radiographFile';
import { readPart10 } from '../dicom';
import { EXIT } from './CliError';
import type { Completion } from './complete';

const STUDY = '1.2.826.0.1.3680043.10.7';
const SLICES = 3;
const { folder, filmFile, run } = commandLine('complete');

describe('complete', () => {
  const film = filmFile('film.dcm', 1, { StudyInstanceUID: STUDY });
  const series = path.join(folder, 'series');
  const file = (name: string) => readFileSync(path.join(series, name));
  const uidOf = (name: string) => String(readPart10(file(name)).attributes['SOPInstanceUID']);
  let archive: FaultyArchive;
  let url = '';

  beforeAll(async () => {
    const small = ['--slices', String(SLICES), '--steps', '2'];
    const made = await run(['synthesize', film, '--out', series, ...small]);
    expect(made).toMatchObject({ code: EXIT.ok });
  });

  beforeEach(async () => {
    archive = new FaultyArchive();
    url = await archive.open();
    archive.put(readFileSync(film));
  });
  afterEach(() => archive.close());

  const complete = (...more: string[]) => run(['complete', STUDY, '--to', url, ...more]);

  it('sends the images that are missing and the report, the same as they were, and nothing else', async () => {
    archive.put(file('IM0002.dcm'));
    const { code, stdout } = await complete();
    expect(stdout).toMatch(/^Saved and verified: 3 images and the report/);
    expect(code).toBe(EXIT.ok);
    // Two images in one request, and the report in another.
    expect(archive.storeRequests).toEqual([2, 1]);
    for (const name of readdirSync(series).filter(entry => entry.endsWith('.dcm'))) {
      expect(Buffer.from(archive.stored.get(uidOf(name))?.part10 ?? [])).toEqual(file(name));
    }
    expect(archive.stored.size).toBe(1 + SLICES + 1);
  });

  it('sends the report where only that is missing', async () => {
    ['IM0001.dcm', 'IM0002.dcm', 'IM0003.dcm'].forEach(name => archive.put(file(name)));
    expect((await complete('--json')).code).toBe(EXIT.ok);
    expect(archive.storeRequests).toEqual([1]);
    expect(archive.stored.has(uidOf('report.dcm'))).toBe(true);
  });

  it('does nothing where all is there', async () => {
    readdirSync(series)
      .filter(name => name.endsWith('.dcm'))
      .forEach(name => archive.put(file(name)));
    const { code, stdout } = await complete();
    expect(stdout).toMatch(/^Nothing to do/);
    expect([code, archive.storeRequests]).toEqual([EXIT.ok, []]);
  });

  /** The same networks under another name; wherever they come from, the hash of their metadata differs. */
  function otherModel(): string {
    const other = path.join(folder, 'other-model');
    cpSync(TINY_BUNDLE, other, { recursive: true });
    const metadata = path.join(other, 'configs', 'metadata.json');
    const { version, ...rest } = JSON.parse(readFileSync(metadata, 'utf8')) as { version: string };
    writeFileSync(metadata, JSON.stringify({ ...rest, version: `${version}.1` }));
    return other;
  }

  it('sends nothing where the run is not the same with another model, and says so', async () => {
    archive.put(file('IM0001.dcm'));
    const { code, stdout } = await complete('--bundle', otherModel());
    expect(stdout).toMatch(/^Not completed: 1 of 3 images stay as they are/);
    expect(stdout).toMatch(/model differs/);
    expect(stdout).toMatch(/--as-new/);
    expect([code, archive.storeRequests]).toEqual([EXIT.differs, []]);
  });

  it('stores that as a series of its own where it is told to, and leaves the part alone', async () => {
    archive.put(file('IM0001.dcm'));
    const { code, stdout } = await complete('--bundle', otherModel(), '--as-new', '--json');
    const [completion] = JSON.parse(stdout) as Completion[];
    expect(code).toBe(EXIT.ok);
    expect(completion).toMatchObject({ found: 1, images: 3, outcome: { report: 'stored' } });
    expect(completion?.storedAs).not.toBe(completion?.seriesInstanceUID);
    const of = (uid = '') => [...archive.stored.values()].filter(one => one.series === uid);
    expect(of(completion?.seriesInstanceUID)).toHaveLength(1);
    const [image] = of(completion?.storedAs);
    expect(of(completion?.storedAs)).toHaveLength(SLICES);
    expect(image?.attributes).toMatchObject({ SeriesNumber: 9002 });
  });

  it('says that the radiograph is gone', async () => {
    archive.stored.clear();
    archive.put(file('IM0001.dcm'));
    archive.put(radiographFile(FILMS[2], { StudyInstanceUID: STUDY, SOPInstanceUID: '1.2.3' }));
    const { code, stderr } = await complete();
    expect(stderr).toMatch(/radiograph that the series was made from is not in the study/);
    expect([code, archive.storeRequests]).toEqual([EXIT.input, []]);
  });

  it('wants a study and an archive', async () => {
    expect((await run(['complete', STUDY])).stderr).toMatch(/--to is missing/);
    expect((await run(['complete', 'Doe^Jane', '--to', url])).stderr).toMatch(/digits and points/);
    expect((await run(['complete', '--help'])).stdout).toMatch(/^npx xray-to-mri complete STUDY/);
  });
});
