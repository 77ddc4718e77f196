import dcmjs from 'dcmjs';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { itWith } from '../../../engine/test/tools';
import { makeInstance } from '../../test/support/instances';
import { DicomFileError } from './dicom-file-error';
import { describeInstance } from './instance-description';
import { toStorablePart10 } from './part10';
import { TRANSFER_SYNTAX } from './transfer-syntax';

const { implicitLittleEndian, explicitLittleEndian, explicitBigEndian, deflatedLittleEndian } =
  TRANSFER_SYNTAX;

const dictOf = (bytes: Buffer): unknown =>
  dcmjs.data.DicomMessage.readFile(new Uint8Array(bytes).buffer).dict;

/** File meta information and dataset, put together by hand. */
function fileOf(transferSyntax: string, dataset: Buffer): Buffer {
  const uid = Buffer.from(transferSyntax.padEnd(Math.ceil(transferSyntax.length / 2) * 2, '\0'));
  const meta = Buffer.concat([Buffer.from([2, 0, 0x10, 0, 0x55, 0x49, uid.length, 0]), uid]);
  const length = Buffer.from([2, 0, 0, 0, 0x55, 0x4c, 4, 0, meta.length, 0, 0, 0]);
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), length, meta, dataset]);
}

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');

// (0008,0016) UI "1.2", (0028,0010) US 258, (0028,1201) OW 3 words, (0040,0260) SQ of one item with
// (0008,0100) SH "AB", (0066,0016) OF 1.0, written by hand from PS3.5, section 7.
const BIG_ENDIAN = hex(`
  0008 0016 5549 0004 312e3200
  0028 0010 5553 0002 0102
  0028 1201 4f57 0000 00000006 0001 0203 fffe
  0040 0260 5351 0000 00000012  fffe e000 0000000a  0008 0100 5348 0002 4142
  0066 0016 4f46 0000 00000004 3f800000`);
const LITTLE_ENDIAN = hex(`
  0800 1600 5549 0400 312e3200
  2800 1000 5553 0200 0201
  2800 0112 4f57 0000 06000000 0100 0302 feff
  4000 6002 5351 0000 ffffffff  feff 00e0 ffffffff  0800 0001 5348 0200 4142
      feff 0de0 00000000  feff dde0 00000000
  6600 1600 4f46 0000 04000000 0000803f`);
const IMPLICIT = hex(`
  0800 1600 04000000 312e3200
  2800 1000 02000000 0201
  2800 0112 06000000 0100 0302 feff
  4000 6002 12000000  feff 00e0 0a000000  0800 0001 02000000 4142
  6600 1600 04000000 0000803f`);

describe('taking a file into the form that is served', () => {
  test('leaves Explicit VR Little Endian as it is', () => {
    const received = makeInstance();
    expect(toStorablePart10(received).bytes.equals(received)).toBe(true);
  });

  test.each([
    ['Explicit VR Big Endian', explicitBigEndian, BIG_ENDIAN],
    ['Implicit VR Little Endian', implicitLittleEndian, IMPLICIT],
    ['deflated', deflatedLittleEndian, deflateRawSync(LITTLE_ENDIAN)],
  ])('writes %s as Explicit VR Little Endian', (_, transferSyntax, dataset) => {
    const { bytes, transferSyntax: stored } = toStorablePart10(fileOf(transferSyntax, dataset));
    expect(stored).toBe(explicitLittleEndian);
    expect(bytes.subarray(-LITTLE_ENDIAN.length).toString('hex')).toBe(
      LITTLE_ENDIAN.toString('hex')
    );
    expect(bytes.equals(fileOf(explicitLittleEndian, LITTLE_ENDIAN))).toBe(true);
  });

  test('keeps every attribute that dcmjs reads from an implicit file', () => {
    const attributes = {
      SourceImageSequence: [
        { ReferencedSOPInstanceUID: '1.2.3', PurposeOfReferenceCodeSequence: [] },
      ],
      ImagePositionPatient: [-1.5, 2, 3.25],
    };
    const implicit = makeInstance({ transferSyntax: implicitLittleEndian, attributes });
    expect(dictOf(toStorablePart10(implicit).bytes)).toEqual(dictOf(makeInstance({ attributes })));
  });

  test('gives content an identity that does not depend on the file meta information', () => {
    const received = makeInstance();
    const other = Buffer.from(received);
    other.write('another preamble');
    const changed = Buffer.from(received);
    changed.writeUInt8(1, changed.length - 1);
    const identityOf = (bytes: Buffer): string => toStorablePart10(bytes).contentSha256;
    expect(identityOf(other)).toBe(identityOf(received));
    expect(identityOf(changed)).not.toBe(identityOf(received));
  });

  itWith('dcmconv')('agrees with dcmtk on big endian files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'big-endian-'));
    const [little, big] = [join(folder, 'little.dcm'), join(folder, 'big.dcm')];
    const original = makeInstance({ attributes: { WindowCenter: 40, EchoNumbers: 2 } });
    writeFileSync(little, original);
    expect(spawnSync('dcmconv', ['+tb', little, big]).status).toBe(0);
    const { bytes } = toStorablePart10(readFileSync(big));
    expect(dictOf(bytes)).toEqual(dictOf(original));
  });
});

describe('refusing a file', () => {
  const problemOf = (bytes: Buffer): string => {
    try {
      const { bytes: stored, transferSyntax } = toStorablePart10(bytes);
      describeInstance(stored, transferSyntax);
    } catch (error) {
      if (error instanceof DicomFileError) return error.problem;
      throw error;
    }
    return 'none';
  };
  const whole = makeInstance();

  test.each([
    ['is empty', Buffer.alloc(0), 'not-dicom'],
    ['is text', Buffer.from('GIF89a'.repeat(100)), 'not-dicom'],
    ['ends in its pixels', whole.subarray(0, whole.length - 5), 'truncated'],
    ['ends in its attributes', whole.subarray(0, 400), 'truncated'],
    ['has too few pixels', makeInstance({ rows: 5, pixels: new Uint16Array(24) }), 'truncated'],
    ['has no Rows', makeInstance({ attributes: { Rows: undefined } }), 'missing-attribute'],
    [
      'has an unknown transfer syntax',
      makeInstance({ transferSyntax: '1.2.3.4' }),
      'unsupported-transfer-syntax',
    ],
    ['has a UID that is a path', makeInstance({ instance: '../../../etc/x' }), 'invalid-uid'],
    [
      'has no study',
      makeInstance({ attributes: { StudyInstanceUID: undefined } }),
      'missing-attribute',
    ],
  ])('that %s', (_, bytes, problem) => {
    expect(problemOf(bytes)).toBe(problem);
  });

  test('names no patient data in the reason', () => {
    const bytes = makeInstance({ attributes: { StudyInstanceUID: 'Testmann' } });
    expect(() => describeInstance(bytes, explicitLittleEndian)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('Testmann') })
    );
  });
});
