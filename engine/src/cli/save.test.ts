/**
 * @jest-environment <rootDir>/test/hostArraysEnvironment.cjs
 */
import { commandLine, PNG_FILM } from '../../test/commandLine';
import { FaultyArchive, type ArchiveFaults } from '../../test/faultyArchive';
import { EXIT } from './CliError';

const { folder, freshName, filmFile, run, synthesize } = commandLine('save');

describe('save', () => {
  const opened: FaultyArchive[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(archive => archive.close()));
  });
  const archiveWith = async (faults: ArchiveFaults = {}) => {
    const archive = new FaultyArchive(faults);
    opened.push(archive);
    return { archive, url: await archive.open() };
  };
  let series = '';
  beforeAll(async () => {
    series = (await synthesize(PNG_FILM, '--side', 'R')).out;
  });

  it('stores and verifies, with the credentials of the environment', async () => {
    const { archive, url } = await archiveWith();
    const environment = {
      XRAY_TO_MRI_DICOMWEB_USER: 'user',
      XRAY_TO_MRI_DICOMWEB_PASSWORD: 'pass:wörd',
    };
    const { code, stdout } = await run(['save', series, '--to', url], { environment });
    expect(stdout).toMatch(/Saved and verified: 3 images/);
    expect(code).toBe(EXIT.ok);
    // Three images and the report.
    expect(archive.stored.size).toBe(4);
    // base64 of "user:pass:wörd" in UTF-8, by hand with `printf | base64`.
    expect(archive.authorization[0]).toBe('Basic dXNlcjpwYXNzOnfDtnJk');
  });

  it('says what is missing, and a second time sends only that', async () => {
    const { archive, url } = await archiveWith({
      store: request => (request === 0 ? { refuseFirstWith: 0xa700 } : undefined),
    });
    const first = await run(['save', series, '--to', url, '--json']);
    expect(first.code).toBe(EXIT.notStored);
    expect(JSON.parse(first.stdout)).toMatchObject([{ state: 'partly-stored' }]);
    const second = await run(['save', series, '--to', url]);
    expect(second.code).toBe(EXIT.ok);
    expect(archive.storeRequests).toEqual([3, 1, 1]);
  });

  it('does not say "verified" where no pixels could be compared', async () => {
    const { url } = await archiveWith({ frames: () => 406 });
    const { code, stdout } = await run(['save', series, '--to', url]);
    expect(stdout).toMatch(/Saved: 3 images .* pixels were not verified/);
    expect(stdout).not.toMatch(/and verified/);
    expect(code).toBe(EXIT.ok);
  });

  it.each([
    [401, /login/],
    [500, /error of its own/],
  ])('ends with a sentence when the archive answers %i', async (status, words) => {
    const { url } = await archiveWith({ store: () => ({ status }) });
    const { code, stdout } = await run(['save', series, '--to', url]);
    expect(stdout).toMatch(words);
    expect(code).toBe(EXIT.notStored);
  });

  it('refuses folders without a synthetic series, and addresses that are none', async () => {
    const acquired = freshName();
    expect((await run(['save', acquired, '--to', 'http://127.0.0.1:9'])).code).toBe(EXIT.input);
    filmFile('acquired.dcm', 1, { SyntheticData: 'YES' });
    const { code, stderr } = await run(['save', folder, '--to', 'http://127.0.0.1:9']);
    expect(stderr).toMatch(/not made by xray-to-mri/);
    expect(code).toBe(EXIT.input);
    expect((await run(['save', series, '--to', 'pacs'])).code).toBe(EXIT.usage);
    const withPassword = await run(['save', series, '--to', 'http://u:secret@127.0.0.1:9']);
    expect(withPassword.stderr).toMatch(/must not hold credentials/);
    expect(withPassword.stderr).not.toMatch(/secret/);
  });
});
