import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importFolder, InstanceStore, type ImportOutcome } from '../src';
import { bigEndianFile, makeInstance, UIDS } from './support/instances';

const refuseWarnings = (message: string): never => {
  throw new Error(message);
};

let folder: string;
let store: InstanceStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
  mkdirSync(join(folder, 'files', 'deeper'), { recursive: true });
  store = await InstanceStore.open(join(folder, 'store'), refuseWarnings);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, content: Buffer): void =>
  writeFileSync(join(folder, 'files', name), content);
const runImport = (): Promise<ImportOutcome> => importFolder(join(folder, 'files'), store);

test('takes in DICOM files of any name and depth, and again without doubling them', async () => {
  put('IM0001', makeInstance());
  put('deeper/second.dcm', makeInstance({ instance: `${UIDS.instance}.2` }));
  expect(await runImport()).toEqual({ imported: 2, refused: [] });
  expect(await runImport()).toEqual({ imported: 2, refused: [] });
  expect(store.studies.get(UIDS.study)?.series.get(UIDS.series)?.instances.size).toBe(2);
});

test('takes in Explicit VR Big Endian with an empty PatientID', async () => {
  put('big.dcm', bigEndianFile());
  expect(await runImport()).toEqual({ imported: 1, refused: [] });
  const found = await store.get(UIDS.study, UIDS.series, UIDS.instance);
  expect(found?.description).toMatchObject({
    transferSyntax: '1.2.840.10008.1.2.1',
    metadata: { '00280010': { Value: [2] }, '00100020': { vr: 'LO' } },
    frames: { kind: 'native', frameBytes: 8, frames: 1 },
  });
});

test('names every file that cannot be served, with the reason, and goes on', async () => {
  const whole = makeInstance();
  put('a-note.txt', Buffer.from('not an image'));
  put('b-cut.dcm', whole.subarray(0, whole.length - 3));
  put('c-strange.dcm', makeInstance({ transferSyntax: '1.2.3.4' }));
  put('d-whole.dcm', whole);
  put('e-changed.dcm', makeInstance({ attributes: { SeriesDescription: 'changed' } }));
  put('f-other.dcm', makeInstance({ instance: '1.9', attributes: { PatientID: 'P2' } }));
  const { imported, refused } = await runImport();
  expect(imported).toBe(1);
  expect(Object.fromEntries(refused.map(({ file, reason }) => [file, reason]))).toEqual({
    'a-note.txt': expect.stringContaining('not a DICOM Part 10 file'),
    'b-cut.dcm': expect.stringContaining('ends within an element'),
    'c-strange.dcm': expect.stringContaining('transfer syntax 1.2.3.4'),
    'e-changed.dcm': expect.stringContaining('other content'),
    'f-other.dcm': expect.stringContaining('another PatientID'),
  });
});
