import { read, words } from '../../test/storedFilm';
import type { DicomAttributes } from './attributes';

describe('what is no radiograph', () => {
  it.each([
    ['an MR image', { Modality: 'MR' }, /modality is MR/],
    ['another part of the body', { BodyPartExamined: 'CHEST' }, /chest, not a knee/],
    ['a colour image', { PhotometricInterpretation: 'RGB', SamplesPerPixel: 3 }, /RGB with 3/],
    ['a film of frames', { NumberOfFrames: 12 }, /12 frames; say which/],
    ['a film of no frames', { NumberOfFrames: 0 }, /NumberOfFrames/],
    ['an icon', { Rows: 32, Columns: 32 }, /too small/],
    ['an absurd size', { Rows: 65535, Columns: 65535 }, /damaged/],
    ['32 bits', { BitsAllocated: 32, BitsStored: 32, HighBit: 31 }, /32 bits/],
    ['contradicting bits', { BitsStored: 12, HighBit: 3 }, /contradict/],
    ['no size', { Rows: undefined }, /Rows/],
  ])('%s is refused', (_, change, reason) => {
    expect(() => read(change as DicomAttributes)).toThrow(reason);
  });

  it('pixels that end early are refused with the numbers', () => {
    expect(() => read({}, new Uint8Array(1000))).toThrow(/1000 of 10240 bytes/);
  });

  it('an empty picture is refused', () => {
    expect(() =>
      read(
        {},
        words(() => 7)
      )
    ).toThrow(/same value/);
  });

  it('a compressed picture is refused by the name of its transfer syntax', () => {
    expect(() =>
      read(
        {},
        words(index => index),
        '1.2.840.10008.1.2.4.90'
      )
    ).toThrow(/1\.2\.840\.10008\.1\.2\.4\.90 \(JPEG 2000 Lossless\).*uncompressed/);
  });
});
