import { seriesRequest, tellingVolume } from '../../../test/syntheticKnee';
import { notRead, READING_NAMES, type Readings } from '../../features';
import type { DicomAttributes } from '../attributes';
import { buildSyntheticSeries } from '../buildSyntheticSeries';
import { readPart10 } from '../part10';
import type { Provenance } from '../provenance';
import { readRunRecord, recordAsText, type RunRecord } from '.';

const { provenance } = seriesRequest();

const ALL_READ = Object.fromEntries(
  READING_NAMES.map(name => [name, { value: 1, source: 'attribute' }])
) as Readings;

const LONGEST: Provenance = {
  ...provenance,
  sample: 2 ** 32 - 1,
  content: 'standard-deviation',
  samples: 1000,
  steps: 1000,
  guidance: 1.2345678901234567,
  batchSize: 500,
  runtime: 'webgpu',
  region: { x: -12345.678901, y: -12345.678901, width: 98765.432101, height: 98765.432101 },
  readings: ALL_READ,
  measuredWidths: [
    {
      compartment: 'medial',
      widthMm: 13.4567,
      confidence: 1,
      adjusted: true,
      scale: 'estimated',
    },
    {
      compartment: 'lateral',
      widthMm: 12.3456,
      confidence: 0.999,
      adjusted: true,
      scale: 'estimated',
    },
  ],
};

function recordsOf(change: Partial<Provenance> = {}): [RunRecord, RunRecord] {
  const series = buildSyntheticSeries(
    seriesRequest({ provenance: { ...provenance, ...change }, volume: tellingVolume('L', 7) })
  );
  const image = series.instances[3]?.part10 ?? new Uint8Array(0);
  return [
    readRunRecord(readPart10(image).attributes),
    readRunRecord(readPart10(series.report.part10).attributes),
  ];
}

describe('the record of a run', () => {
  it.each([
    ['usual values', {}],
    [
      'one traced width',
      { measuredWidths: [{ compartment: 'lateral' as const, widthMm: 0, confidence: 0.29 }] },
    ],
    [
      'a width of each kind of scale that is not the knee’s',
      {
        measuredWidths: [
          { compartment: 'medial' as const, widthMm: 4, scale: 'detector' as const },
          { compartment: 'lateral' as const, widthMm: 5, scale: 'estimated' as const },
        ],
      },
    ],
    ['the longest values', LONGEST],
    ['nothing read and no region', { readings: notRead(), region: undefined as never }],
  ])('is the same from an image and from the report, with %s', (_, change) => {
    const [fromImage, fromReport] = recordsOf(change);
    expect(fromImage).toEqual(fromReport);
  });

  it('has every parameter to the last bit', () => {
    const [record] = recordsOf(LONGEST);
    expect(record).toMatchObject({
      seed: 2 ** 53 - 1,
      sample: 2 ** 32 - 1,
      guidance: 1.2345678901234567,
      batchSize: 500,
      region: { x: -12345.679, y: -12345.679, width: 98765.432, height: 98765.432 },
      side: 'L',
      readings: ALL_READ,
      measuredWidths: [
        {
          compartment: 'medial',
          widthMm: 13.457,
          confidence: 1,
          adjusted: true,
          scale: 'estimated',
        },
        {
          compartment: 'lateral',
          widthMm: 12.346,
          confidence: 1,
          adjusted: true,
          scale: 'estimated',
        },
      ],
      radiographUid: '1.2.826.0.1.3680043.10.1.3',
      model: { name: 'knee-dess-simulated', version: '0.1.0' },
    });
    expect(record.depths.count).toBe(7);
    // Seven slices over 110 mm.
    expect(record.depths.first).toBe(-47.142857);
  });

  it.each(['known', 'detector', 'estimated'] as const)('keeps the scale of a width: %s', scale => {
    const widths = [{ compartment: 'medial' as const, widthMm: 4.2, scale }];
    for (const { measuredWidths } of recordsOf({ measuredWidths: widths })) {
      expect(measuredWidths.map(width => width.scale)).toEqual([scale]);
    }
  });

  it.each([
    [true, 'estimated'],
    [false, 'known'],
  ])('of early reports told of a width only whether its scale is estimated: %s', (early, scale) => {
    const widths = [{ compartment: 'medial' as const, widthMm: 4.2 }];
    const { report } = buildSyntheticSeries(
      seriesRequest({ provenance: { ...provenance, measuredWidths: widths } })
    );
    const attributes = JSON.stringify(readPart10(report.part10).attributes);
    const now = '\\"scale\\":\\"known\\"';
    expect(attributes).toContain(now);
    const before = attributes.replace(now, `\\"scaleEstimated\\":${String(early)}`);
    const [width] = readRunRecord(JSON.parse(before) as DicomAttributes).measuredWidths;
    expect(width).toMatchObject({ widthMm: 4.2, scale });
  });

  it('fits into the text that an image has for it', () => {
    const [record] = recordsOf(LONGEST);
    expect(recordAsText(record).length).toBeLessThanOrEqual(1024);
  });

  it('holds nothing about the patient', () => {
    const [record] = recordsOf();
    expect(JSON.stringify(record)).not.toMatch(/Yamada|ÅÉ|Kniegelenk|1960/);
  });
});

describe('what is no record', () => {
  const [image] = buildSyntheticSeries(seriesRequest()).instances;
  const attributes: DicomAttributes = readPart10(image?.part10 ?? new Uint8Array(0)).attributes;

  it('is an image of somebody else', () => {
    const other = { ...attributes, DerivationCodeSequence: [] };
    expect(() => readRunRecord(other)).toThrow(/not made by X-ray to MRI/);
  });

  it('is one that was cut, and the fields are named but not their values', () => {
    const [equipment] = attributes['ContributingEquipmentSequence'] as DicomAttributes[];
    const cut = {
      ...attributes,
      ContributingEquipmentSequence: [
        { ...equipment, ContributionDescription: 'seed=7; sample=0; steps=many' },
      ],
    };
    expect(() => readRunRecord(cut)).toThrow(/not whole \(.*steps.*pixelsSha256/);
    expect(() => readRunRecord(cut)).not.toThrow(/many/);
  });

  it('is a report whose record is no JSON', () => {
    const { report } = buildSyntheticSeries(seriesRequest());
    const changed = JSON.parse(
      JSON.stringify(readPart10(report.part10).attributes).replace('{\\"productVersion', 'x')
    ) as DicomAttributes;
    expect(() => readRunRecord(changed)).toThrow(/not whole \(all of it\)/);
  });
});
