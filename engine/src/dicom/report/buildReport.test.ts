import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { itWithPydicom, readWithPydicom, valuesOf } from '../../../test/pydicom';
import { RADIOGRAPH_ATTRIBUTES, seriesRequest } from '../../../test/syntheticKnee';
import { itWith, linesOf } from '../../../test/tools';
import { items, type DicomAttributes } from '../attributes';
import { buildSyntheticSeries, type SyntheticSeriesRequest } from '../buildSyntheticSeries';
import { readPart10 } from '../part10';

const folder = mkdtempSync(join(tmpdir(), 'synthetic-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { provenance } = seriesRequest();
const FULL = {
  source: { ...RADIOGRAPH_ATTRIBUTES, Modality: 'DX' },
  provenance: {
    ...provenance,
    observer: 'Ñúñez^Åsa',
    weightsSha256: { denoiser: 'ef'.repeat(32) },
    measuredWidths: [
      {
        compartment: 'medial' as const,
        widthMm: 3.4567,
        confidence: 0.874,
        scale: 'estimated' as const,
      },
      {
        compartment: 'lateral' as const,
        widthMm: 5.1,
        adjusted: true,
        scale: 'detector' as const,
      },
    ],
  },
};

function writeReport(name: string, change: Partial<SyntheticSeriesRequest> = FULL) {
  const series = buildSyntheticSeries(seriesRequest(change));
  const path = join(folder, `${name}.dcm`);
  writeFileSync(path, series.report.part10);
  return { series, path };
}

const errorsOf = (path: string) =>
  linesOf('dciodvfy', [path]).filter(line => /^(Error|Abort)/.test(line));

describe('validators', () => {
  itWith('dciodvfy')('find no error in the report', () => {
    const picture = { PatientID: 'P1', StudyInstanceUID: '1.2.3' };
    expect(errorsOf(writeReport('full').path)).toEqual([]);
    expect(errorsOf(writeReport('plain', {}).path)).toEqual([]);
    expect(errorsOf(writeReport('of-a-picture', { source: picture }).path)).toEqual([]);
  });

  itWith('dciodvfy')('find only the tag younger than they are where the film is synthetic', () => {
    const source = { ...RADIOGRAPH_ATTRIBUTES, SyntheticData: 'YES' };
    expect(errorsOf(writeReport('simulated', { source }).path)).toEqual([
      expect.stringContaining('(0x0008,0x001c)'),
    ]);
  });

  itWith('dcentvfy')('find the report consistent', () => {
    expect(linesOf('dcentvfy', [writeReport('consistent').path])).toEqual([]);
  });

  itWith('dsrdump')('read every reading, its source and observer, and the whole run', () => {
    const lines = linesOf('dsrdump', ['+Pl', writeReport('dump').path]).map(line => line.trim());
    const dump = lines.join('\n');
    for (const part of [
      'Comprehensive SR Document',
      '(,,"Kellgren-Lawrence grade")="2"',
      '(,,"Joint-space narrowing, medial")="1"',
      '(,,"Joint-space narrowing, lateral")=empty (114007,DCM,"Measurement not attempted")',
      '(,,"Joint-space width, medial")="3.457" (mm,UCUM,"millimeter")',
      '(,,"Joint-space width, lateral")="5.1" (mm,UCUM,"millimeter")',
      '(,,"Measurement Method")=(JSW-TRACED,99XRAYTOMRI,"Least distance across the joint line of traced bone edges")',
      '(,,"Measurement Method")=(JSW-ADJUSTED,99XRAYTOMRI,"Distance of two points that a person moved to the bone edges")',
      '(,,"Certainty of Finding")="87" (%,UCUM,"Percent")',
      'the scale was estimated from the width of the knee.',
      'not corrected for the magnification of the knee',
      '(,,"Source of the readings")=(TYPED,99XRAYTOMRI,"Typed by a person")',
      '(,,"Source of the readings")=(MEASURED,99XRAYTOMRI,"Measured by the software")',
      'PNAME:(,,"Person Observer Name")="Ñúñez^Åsa"',
      '(,,"Laterality")=(24028007,SCT,"Right")',
      '(,,"Crop of the radiograph: x, y, width, height in pixels")="12.346, -3, 980, 980"',
      '(,,"Seed of the noise")="9007199254740991"',
      '(,,"Solver of the diffusion process")="dpmsolver++2m"',
      '(,,"Steps of the solver")="10"',
      '(,,"Classifier-free guidance")="1.5"',
      '(,,"What the networks ran on")="cpu"',
      '(,,"Algorithm Name")="knee-dess-simulated"',
      `(,,"SHA-256 of the weights of a network")="denoiser: ${'ef'.repeat(32)}"`,
      `(,,"SHA-256 of the metadata of the model")="${provenance.bundleSha256}"`,
      `(,,"SHA-256 of the volume before it was stored")="${'cd'.repeat(32)}"`,
      'IMAGE:(,,"Radiograph that the MRI was synthesized from")=(DX image,)',
    ]) {
      expect(dump).toContain(part);
    }
    expect(
      lines.filter(line => line.includes('IMAGE:(,,"Synthetic image")=(MR image,)'))
    ).toHaveLength(6);
    // 19 readings and two widths.
    expect(lines.filter(line => line.includes('<contains NUM:'))).toHaveLength(21);
    expect(lines.filter(line => /^(E|F):/.test(line))).toEqual([]);
  });

  itWithPydicom('read the same patient, study and references as were written', () => {
    const { series, path } = writeReport('pydicom');
    const [file] = readWithPydicom([path]);
    if (!file) {
      throw new Error('pydicom gave nothing.');
    }
    expect(valuesOf(file, '00100010')).toEqual(RADIOGRAPH_ATTRIBUTES['PatientName']);
    expect(valuesOf(file, '00100020')).toEqual([RADIOGRAPH_ATTRIBUTES['PatientID']]);
    expect(valuesOf(file, '0020000D')).toEqual([RADIOGRAPH_ATTRIBUTES['StudyInstanceUID']]);
    const evidence = JSON.stringify(valuesOf(file, '0040A375'));
    for (const { sopInstanceUID } of series.instances) {
      expect(evidence).toContain(`"${sopInstanceUID}"`);
    }
    expect(evidence).toContain(`"${String(RADIOGRAPH_ATTRIBUTES['SOPInstanceUID'])}"`);
  });
});

describe('the report', () => {
  const attributesOf = (change?: Partial<SyntheticSeriesRequest>) =>
    readPart10(buildSyntheticSeries(seriesRequest(change)).report.part10).attributes;

  it('is a series of its own in the study of the radiograph', () => {
    const { series } = writeReport('own');
    const attributes = readPart10(series.report.part10).attributes;
    expect(attributes).toMatchObject({
      Modality: 'SR',
      StudyInstanceUID: series.studyInstanceUID,
      SeriesNumber: 9002,
      CompletionFlag: 'COMPLETE',
      VerificationFlag: 'UNVERIFIED',
    });
    expect(attributes['SeriesDescription']).toMatch(/^SYNTHETIC/);
    expect(attributes['SeriesInstanceUID']).not.toBe(series.seriesInstanceUID);
  });

  it('is synthetic data where the radiograph is, and does not claim it otherwise', () => {
    expect(attributesOf()['SyntheticData']).toBeUndefined();
    const source = { ...RADIOGRAPH_ATTRIBUTES, SyntheticData: 'YES' };
    expect(attributesOf({ source })['SyntheticData']).toBe('YES');
  });

  it('says that nobody is known to have typed readings where nobody is', () => {
    const text = JSON.stringify(attributesOf({ provenance }));
    expect(text).toContain('does not know who typed these readings');
    expect(text).not.toContain('Person Observer Name');
  });

  it('names every item and is no report of drawn measurements, as viewers that show text want it', () => {
    const nameless = (item: DicomAttributes): DicomAttributes[] => [
      ...(items(item, 'ConceptNameCodeSequence').length === 1 ? [] : [item]),
      ...items(item, 'ContentSequence').flatMap(nameless),
    ];
    const attributes = attributesOf(FULL);
    expect(nameless(attributes)).toEqual([]);
    expect(attributes['ConceptNameCodeSequence']).toMatchObject([
      { CodeValue: 'SYNTHESIS-REPORT' },
    ]);
  });

  it('declares its private codes', () => {
    const declared = attributesOf()['CodingSchemeIdentificationSequence'] as DicomAttributes[];
    expect(declared).toMatchObject([
      { CodingSchemeDesignator: '99XRAYTOMRI', CodingSchemeUID: expect.stringMatching(/^2\.25\./) },
    ]);
  });
});
