import { findSeries, retrieveSeriesAttributes } from '.';

/** An archive that gives one answer to everything. */
const answering = (body: unknown, status = 200) => ({
  rootUrl: 'http://127.0.0.1/dicom-web',
  fetch: () =>
    Promise.resolve(new Response(status === 200 ? JSON.stringify(body) : '', { status })),
});

describe('what an archive tells of a series', () => {
  it('is read by keyword, names and sequences among it', async () => {
    const body = [
      {
        '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Müller^Jörg' }] },
        '00082112': { vr: 'SQ', Value: [{ '00081155': { vr: 'UI', Value: ['1.2.3'] } }] },
        '00080050': { vr: 'SH' },
      },
    ];
    const [image] = await retrieveSeriesAttributes(answering(body), '1.2', '1.3');
    expect(image).toMatchObject({
      PatientName: [{ Alphabetic: 'Müller^Jörg' }],
      SourceImageSequence: [{ ReferencedSOPInstanceUID: '1.2.3' }],
    });
  });

  it('is skipped where it is not DICOM JSON', async () => {
    const body = [
      'text',
      null,
      {
        '00100020': { vr: 'LO', Value: null },
        '00080060': 7,
        '00200013': { vr: 'IS', Value: [4] },
      },
    ];
    const images = await retrieveSeriesAttributes(answering(body), '1.2', '1.3');
    expect(images).toHaveLength(3);
    expect(images[2]).toMatchObject({ InstanceNumber: 4 });
    expect(images[2]).not.toHaveProperty('PatientID');
  });

  it('is nothing where it does not know the series, and an error where it does not say', async () => {
    expect(await retrieveSeriesAttributes(answering(null, 404), '1.2', '1.3')).toEqual([]);
    await expect(findSeries(answering(null, 500), '1.2')).rejects.toThrow(/status 500.*rights/);
    const gone = { ...answering(null), fetch: () => Promise.reject(new Error('down')) };
    await expect(findSeries(gone, '1.2')).rejects.toThrow(/cannot be reached/);
  });
});

it('finds the series of a study with modality and number', async () => {
  const body = [
    { '0020000E': { vr: 'UI', Value: ['1.3'] }, '00080060': { vr: 'CS', Value: ['MR'] } },
    { '0020000E': { vr: 'UI', Value: ['1.4'] }, '00200011': { vr: 'IS', Value: [9001] } },
    { '00080060': { vr: 'CS', Value: ['DX'] } },
  ];
  expect(await findSeries(answering(body), '1.2')).toEqual([
    { seriesInstanceUID: '1.3', modality: 'MR', seriesNumber: 0 },
    { seriesInstanceUID: '1.4', modality: '', seriesNumber: 9001 },
  ]);
});
