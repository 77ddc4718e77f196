import { api } from 'dicomweb-client';
import { JSDOM } from 'jsdom';
import { makeInstance, UIDS } from './support/instances';
import { startTestServer, storeByHttp, type TestServer } from './support/server';

const PIXELS = Uint16Array.from({ length: 24 }, (_, index) => 4000 - index);
const OTHER_STUDY = '1.2.826.0.1.3680043.10.1.2';

interface InstanceUids {
  studyInstanceUID: string;
  seriesInstanceUID: string;
  sopInstanceUID: string;
}

/** What is used of dicomweb-client; its own types ask for parameters that are optional. */
interface Client {
  searchForStudies(options: { queryParams: Record<string, string> }): Promise<object[]>;
  searchForSeries(options: { studyInstanceUID: string; queryParams: object }): Promise<object[]>;
  searchForInstances(options: Omit<InstanceUids, 'sopInstanceUID'>): Promise<object[]>;
  retrieveStudyMetadata(options: { studyInstanceUID: string }): Promise<object[]>;
  retrieveInstanceFrames(
    options: InstanceUids & { frameNumbers: number[] }
  ): Promise<ArrayBuffer[]>;
  retrieveInstance(options: InstanceUids): Promise<ArrayBuffer>;
  retrieveSeries(options: Omit<InstanceUids, 'sopInstanceUID'>): Promise<ArrayBuffer[]>;
  retrieveBulkData(options: { BulkDataURI: string }): Promise<ArrayBuffer[]>;
  storeInstances(options: { datasets: ArrayBuffer[] }): Promise<unknown>;
}

let site: TestServer;
let client: Client;

beforeAll(async () => {
  site = await startTestServer();
  // dicomweb-client is made for browsers; jsdom lends it theirs, on the server's own origin.
  const { window } = new JSDOM('', { url: site.server.url });
  Object.assign(globalThis, { XMLHttpRequest: window.XMLHttpRequest });
  const options = { url: site.server.dicomWebUrl, singlepart: '', verbose: false };
  client = new api.DICOMwebClient(options) as unknown as Client;
  const second = `${UIDS.instance}.2`;
  const answer = await storeByHttp(site.server.dicomWebUrl, [
    makeInstance({ pixels: PIXELS }),
    makeInstance({ instance: second, attributes: { InstanceNumber: 2 } }),
    makeInstance({
      study: OTHER_STUDY,
      series: `${OTHER_STUDY}.1`,
      instance: `${OTHER_STUDY}.1.1`,
      attributes: {
        PatientName: 'Müller^Jörg',
        PatientID: 'P2',
        Modality: 'DX',
        StudyDate: '20240229',
        RedPaletteColorLookupTableData: new Uint8Array(2048).fill(7).buffer,
        _vrMap: { PixelData: 'OW', RedPaletteColorLookupTableData: 'OW' },
      },
    }),
  ]);
  expect(answer.status).toBe(200);
});

afterAll(() => site.stop());

const uidsOf = (results: object[], tag: string): unknown[] =>
  results.map(result => (result as Record<string, { Value: unknown[] }>)[tag]?.Value[0]);

describe('searching', () => {
  const studies = async (queryParams: Record<string, string>): Promise<unknown[]> =>
    uidsOf(await client.searchForStudies({ queryParams }), '0020000D');

  test('finds all studies, newest first', async () => {
    expect(await studies({})).toEqual([UIDS.study, OTHER_STUDY]);
  });

  test.each([
    [{ PatientName: '*müll*' }, [OTHER_STUDY]],
    [{ PatientName: 'Testmann*' }, [UIDS.study]],
    [{ '00100020': '*P2*' }, [OTHER_STUDY]],
    [{ StudyDate: '20240101-20241231' }, [OTHER_STUDY]],
    [{ StudyDate: '20250106' }, [UIDS.study]],
    [{ ModalitiesInStudy: 'MR' }, [UIDS.study]],
    [{ ModalitiesInStudy: 'CT' }, []],
    [{ StudyInstanceUID: `${UIDS.study},${OTHER_STUDY}` }, [UIDS.study, OTHER_STUDY]],
    [{ limit: '1' }, [UIDS.study]],
    [{ limit: '1', offset: '1' }, [OTHER_STUDY]],
    [
      { limit: '101', offset: '0', fuzzymatching: 'false', PatientName: '' },
      [UIDS.study, OTHER_STUDY],
    ],
  ] as [Record<string, string>, string[]][])('finds studies by %p', async (query, expected) => {
    expect(await studies(query)).toEqual(expected);
  });

  test('counts series and instances and names the modalities', async () => {
    const [study] = await client.searchForStudies({ queryParams: { PatientID: 'P1' } });
    expect(study).toMatchObject({
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Testmann^Eva' }] },
      '00080061': { vr: 'CS', Value: ['MR'] },
      '00201206': { vr: 'IS', Value: [1] },
      '00201208': { vr: 'IS', Value: [2] },
    });
  });

  test('adds fields that are asked for', async () => {
    const [series] = await client.searchForSeries({
      studyInstanceUID: UIDS.study,
      queryParams: { includefield: 'PhotometricInterpretation' },
    });
    expect(series).toMatchObject({
      '0008103E': { Value: ['COR'] },
      '00280004': { Value: ['MONOCHROME2'] },
      '00201209': { Value: [2] },
    });
  });

  test('finds the instances of a series by their numbers', async () => {
    const results = await client.searchForInstances({
      studyInstanceUID: UIDS.study,
      seriesInstanceUID: UIDS.series,
    });
    expect(uidsOf(results, '00200013')).toEqual([1, 2]);
  });
});

describe('retrieving', () => {
  const instance = {
    studyInstanceUID: UIDS.study,
    seriesInstanceUID: UIDS.series,
    sopInstanceUID: UIDS.instance,
  };

  test('gives metadata in the DICOM JSON model, text in its own characters', async () => {
    const metadata = await client.retrieveStudyMetadata({ studyInstanceUID: OTHER_STUDY });
    expect(metadata).toHaveLength(1);
    expect(metadata[0]).toMatchObject({
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Müller^Jörg' }] },
      '00280010': { vr: 'US', Value: [4] },
      '00083002': { vr: 'UI', Value: ['1.2.840.10008.1.2.1'] },
    });
  });

  test('gives the pixels of a frame as they were sent', async () => {
    const frames = await client.retrieveInstanceFrames({ ...instance, frameNumbers: [1] });
    expect(new Uint16Array(frames[0] ?? new ArrayBuffer(0))).toEqual(PIXELS);
  });

  test('gives the file as it was sent', async () => {
    const file = await client.retrieveInstance(instance);
    expect(Buffer.from(file).equals(makeInstance({ pixels: PIXELS }))).toBe(true);
  });

  test('gives all files of a series', async () => {
    const files = await client.retrieveSeries({
      studyInstanceUID: UIDS.study,
      seriesInstanceUID: UIDS.series,
    });
    expect(files).toHaveLength(2);
  });

  test('gives a large value where the metadata says it is', async () => {
    const [metadata] = await client.retrieveStudyMetadata({ studyInstanceUID: OTHER_STUDY });
    const { BulkDataURI } = (metadata as Record<string, { BulkDataURI: string }>)['00281201'] ?? {
      BulkDataURI: '',
    };
    const parts = await client.retrieveBulkData({ BulkDataURI });
    expect(Buffer.from(parts[0] ?? new ArrayBuffer(0)).equals(Buffer.alloc(2048, 7))).toBe(true);
  });
});

test('stores what dicomweb-client sends', async () => {
  const uids = { study: '1.2.77', series: '1.2.77.1', instance: '1.2.77.1.1' };
  const file = makeInstance({ ...uids, attributes: { PatientID: 'P3' } });
  await client.storeInstances({ datasets: [new Uint8Array(file).buffer] });
  const back = await client.retrieveInstance({
    studyInstanceUID: uids.study,
    seriesInstanceUID: uids.series,
    sopInstanceUID: uids.instance,
  });
  expect(Buffer.from(back).equals(file)).toBe(true);
});
