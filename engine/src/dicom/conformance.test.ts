import path from 'node:path';
import { expectTable, markdownTable } from '../../test/documentTables';
import { FaultyArchive } from '../../test/faultyArchive';
import { RADIOGRAPH_ATTRIBUTES, seriesRequest, tellingVolume } from '../../test/syntheticKnee';
import { notRead, READINGS } from '../features';
import { text, type DicomAttributes } from './attributes';
import { buildSyntheticSeries } from './buildSyntheticSeries';
import {
  CONCEPTS,
  ownCode,
  PRIVATE_SCHEME,
  READING_SOURCES,
  SYNTHESIS_CODE,
  WIDTH_METHODS,
} from './codes';
import { DicomMetaDictionary } from './dcmjsLibrary';
import { COPIED } from './identity';
import { readPart10 } from './part10';
import { failureReason, FAILURE_REASONS } from './store/sentences';
import { findFilms, retrieveFilm, retrieveSeriesAttributes, storeSeries } from './store';
import { storeInstances, type DicomWebAccess } from './store/dicomWeb';
import { writePart10 } from './writePart10';

jest.setTimeout(60_000);

const DOCUMENT = path.resolve(__dirname, '../../../docs/conformance.md');

const one = seriesRequest();
/** Another in everything that may differ. */
const other = seriesRequest({
  volume: tellingVolume('L', 5, 64),
  source: {
    ...Object.fromEntries(Object.keys(RADIOGRAPH_ATTRIBUTES).map(keyword => [keyword, ''])),
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.1',
    SOPInstanceUID: '1.2.3.1',
    StudyInstanceUID: '1.2.3.2',
    SeriesInstanceUID: '1.2.3.3',
    PatientID: 'OTHER',
    SyntheticData: 'YES',
  },
  provenance: {
    ...one.provenance,
    ...{ modelName: 'other', modelVersion: '2', bundleSha256: 'f'.repeat(64) },
    ...{ seed: 1, steps: 3, readings: notRead(), content: 'mean' as const, samples: 4 },
  },
  intensity: { network_range: [-1, 1], stored_bits: 12, window_center: 2000, window_width: 4000 },
  seriesNumber: 9011,
  now: new Date(2027, 5, 6, 7, 8, 9),
  newUid: () => `2.25.7${Math.random().toString().slice(2)}`,
});

const entryOf = (keyword: string) => DicomMetaDictionary.nameMap[keyword];

function shown(value: unknown): string {
  const values = Array.isArray(value) ? value : [value];
  return values.some(item => typeof item === 'object')
    ? 'see the text'
    : values.map(String).join('\\') || 'empty';
}

/** Every attribute of a data set, with its value where it is always the same. */
function attributeTable(a: DicomAttributes, b: DicomAttributes): string {
  const keywords = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    keyword => !keyword.startsWith('_')
  );
  const copied = new Set<string>([...COPIED.always, ...COPIED.whereThere]);
  const rows = keywords.map(keyword => {
    const entry = entryOf(keyword);
    const same =
      keyword !== 'PixelData' && JSON.stringify(a[keyword]) === JSON.stringify(b[keyword]);
    const isSequence = entry?.vr === 'SQ';
    const value = copied.has(keyword)
      ? 'copied from the radiograph'
      : same && !isSequence
        ? shown(a[keyword])
        : isSequence
          ? 'see the text'
          : 'of the case';
    // dcmjs leaves the representation of pixels open; this product writes OW.
    const vr = entry?.vr === 'ox' ? 'OW' : (entry?.vr ?? '');
    return [entry?.tag ?? '', keyword, vr, value];
  });
  rows.sort(([x = ''], [y = '']) => (x < y ? -1 : 1));
  return markdownTable(['tag', 'attribute', 'VR', 'value'], rows);
}

describe('docs/conformance.md says', () => {
  const [first, second] = [one, other].map(buildSyntheticSeries);

  it('which attributes an image has', () => {
    const table = attributeTable(
      first?.instances[0]?.dataset ?? {},
      second?.instances[1]?.dataset ?? {}
    );
    expect(table).toContain('SyntheticData');
    expectTable(DOCUMENT, 'mr', table);
  });

  it('which attributes the report has', () => {
    const table = attributeTable(first?.report.dataset ?? {}, second?.report.dataset ?? {});
    expect(table).toContain('ContentSequence');
    expectTable(DOCUMENT, 'sr', table);
  });

  it('what else is copied where the radiograph has it', () => {
    const rows = COPIED.whereThere.map(keyword => [entryOf(keyword)?.tag ?? '', keyword]);
    expectTable(DOCUMENT, 'copied', markdownTable(['tag', 'attribute'], rows));
  });

  it('which private codes are used', () => {
    const codes = [
      SYNTHESIS_CODE,
      ...Object.values(CONCEPTS),
      ...Object.values(READING_SOURCES),
      ...Object.values(WIDTH_METHODS),
      ...READINGS.map(({ name, label }) => ownCode(name, label)),
    ].filter(({ scheme }) => scheme === PRIVATE_SCHEME.designator);
    expect(codes.every(({ value }) => value.length <= 16)).toBe(true);
    const rows = codes.map(({ value, meaning }) => [value, meaning]);
    expectTable(DOCUMENT, 'codes', markdownTable(['code', 'meaning'], rows));
  });

  it('which objects are written, and how', () => {
    const files = [first?.instances[0]?.part10, first?.report.part10];
    const rows = files.map(file => {
      const { attributes, transferSyntaxUID } = readPart10(file ?? new Uint8Array());
      const sopClass = text(attributes, 'SOPClassUID') ?? '';
      const name = DicomMetaDictionary.sopClassNamesByUID[sopClass] ?? '';
      return [name, sopClass, transferSyntaxUID, text(attributes, 'SpecificCharacterSet') ?? ''];
    });
    const head = ['SOP class', 'UID', 'transfer syntax', 'character set'];
    expectTable(DOCUMENT, 'objects', markdownTable(head, rows));
  });

  /** The requests that something makes, with what is sent and accepted, as a table. */
  async function requestsOf(use: (access: DicomWebAccess) => Promise<unknown>): Promise<string> {
    const archive = new FaultyArchive();
    const rootUrl = await archive.open();
    const seen = new Map<string, string[]>();
    await use({
      rootUrl,
      fetch: (url, init) => {
        const { pathname, searchParams } = new URL(url);
        const template = pathname
          .replace('/dicom-web', '')
          .replaceAll(/\/(studies|series|instances)\/[\d.]+/g, '/$1/{uid}');
        const query = [...searchParams.keys()].map(name => `${name}={uid}`).join('&');
        const headers = new Headers(init?.headers);
        const key = `${init?.method ?? 'GET'} ${template}${query ? `?${query}` : ''}`;
        const sent = headers.get('content-type')?.replace(/; *boundary=.*$/, '') ?? '-';
        seen.set(key, [sent, headers.get('accept') ?? '-']);
        return fetch(url, init);
      },
    });
    await archive.close();
    const rows = [...seen].sort().map(([key, cells]) => [`\`${key}\``, ...cells]);
    return markdownTable(['request', 'sent', 'accepted'], rows);
  }

  it('which requests store a series', async () => {
    const series = buildSyntheticSeries(one);
    const table = await requestsOf(access => storeSeries({ ...access, series }));
    expectTable(DOCUMENT, 'requests', table);
  });

  it('which further requests find radiographs and stored series', async () => {
    const film = writePart10({ ...RADIOGRAPH_ATTRIBUTES, Modality: 'DX' });
    const study = String(RADIOGRAPH_ATTRIBUTES['StudyInstanceUID']);
    const table = await requestsOf(async access => {
      await storeInstances(access, study, [film]);
      const [found] = await findFilms(access, study);
      await (found && retrieveFilm(access, found));
      await retrieveSeriesAttributes(access, study, found?.seriesInstanceUID ?? '');
    });
    const further = table.split('\n').filter(line => !line.includes('POST'));
    expectTable(DOCUMENT, 'searches', further.join('\n'));
  });

  it('which failure reasons are put into words', () => {
    const rows = Object.keys(FAILURE_REASONS).map(code => [
      `${code} (0x${Number(code).toString(16).padStart(4, '0')})`,
      failureReason(Number(code)).text.replace(/ \(code \d+\)$/, ''),
    ]);
    expectTable(DOCUMENT, 'reasons', markdownTable(['failure reason', 'in words'], rows));
  });
});
