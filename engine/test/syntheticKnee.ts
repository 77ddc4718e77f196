import type { DicomAttributes, SyntheticSeriesRequest } from '../src/dicom';
import { notRead } from '../src/features';
import type { Side } from '../src/radiograph';
import type { Volume } from '../src/volume';

/**
 * A volume whose every voxel tells where it is: the value is (slice + 1) / 16 on the left half of the
 * picture and (slice + 1) / 32 on the right half, so that flips and swaps of slices show.
 */
export function tellingVolume(side: Side, slices = 6, size = 32): Volume {
  const spacingMm = 110 / slices;
  const data = new Float32Array(slices * size * size);
  for (let index = 0; index < data.length; index++) {
    const slice = Math.floor(index / (size * size));
    data[index] = (slice + 1) / (index % size < size / 2 ? 16 : 32);
  }
  const depthsMm = Array.from({ length: slices }, (_, i) => -55 + (i + 0.5) * spacingMm);
  return {
    data,
    slices,
    rows: size,
    columns: size,
    pixelMm: 140 / size,
    spacingMm,
    depthsMm,
    side,
  };
}

/** Attributes of a radiograph with everything that is copied or referred to. */
export const RADIOGRAPH_ATTRIBUTES: DicomAttributes = {
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.1.1',
  SOPInstanceUID: '1.2.826.0.1.3680043.10.1.3',
  StudyInstanceUID: '1.2.826.0.1.3680043.10.1.1',
  SeriesInstanceUID: '1.2.826.0.1.3680043.10.1.2',
  PatientName: [
    { Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎', Phonetic: 'やまだ^たろう' },
  ],
  PatientID: 'ÅÉ-0042',
  PatientBirthDate: '19600229',
  PatientSex: 'M',
  PatientAge: '064Y',
  StudyDate: '20240229',
  StudyTime: '101112.5',
  StudyID: 'S1',
  AccessionNumber: 'A-77',
  ReferringPhysicianName: [{ Alphabetic: 'Müller^Jörg' }],
  StudyDescription: 'Kniegelenk beidseits, stehend',
};

/** A request whose UIDs count up and whose clock stands still. */
export function seriesRequest(
  change: Partial<SyntheticSeriesRequest> = {}
): SyntheticSeriesRequest {
  let uids = 0;
  return {
    volume: tellingVolume('R'),
    source: RADIOGRAPH_ATTRIBUTES,
    provenance: {
      modelName: 'knee-dess-simulated',
      modelVersion: '0.1.0',
      bundleSha256: '0123456789abcdef'.repeat(4),
      seed: 2 ** 53 - 1,
      sample: 0,
      steps: 10,
      solver: 'dpmsolver++2m',
      guidance: 1.5,
      runtime: 'cpu',
      region: { x: 12.34567, y: -3, width: 980, height: 980 },
      readings: {
        ...notRead(),
        XRKL: { value: 2, source: 'typed' },
        XRJSM: { value: 1, source: 'measured' },
      },
      radiographSha256: 'ab'.repeat(32),
      volumeSha256: 'cd'.repeat(32),
    },
    intensity: {
      network_range: [0, 1],
      stored_bits: 12,
      window_center: 1638,
      window_width: 3276,
    },
    now: new Date(2026, 0, 2, 3, 4, 5),
    newUid: () => `2.25.${++uids}`,
    ...change,
  };
}
