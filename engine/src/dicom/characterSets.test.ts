import path from 'node:path';
import { expectTable, markdownTable } from '../../test/documentTables';
import { texts } from './attributes';
import { readPart10 } from './part10';
import { writePart10 } from './writePart10';

const DOCUMENT = path.resolve(__dirname, '../../../docs/conformance.md');

/** A character set, a name in it, and its bytes as the codecs of Python have them. */
const NAMES: [string, string, string, string][] = [
  ['ISO_IR 6', 'Latin without accents', 'Doe^Jane', '446f655e4a616e65'],
  ['ISO_IR 13', 'Japanese, katakana of half width', 'ﾔﾏﾀﾞ^ﾀﾛｳ', 'd4cfc0de5ec0dbb3'],
  ['ISO_IR 100', 'Latin 1', 'Buc^Jérôme', '4275635e4ae972f46d65'],
  ['ISO_IR 101', 'Latin 2', 'Wałęsa^Łucja', '5761b3ea73615ea375636a61'],
  ['ISO_IR 109', 'Latin 3', 'Ħamrun^Ġorġ', 'a1616d72756e5ed56f72f5'],
  ['ISO_IR 110', 'Latin 4', 'Bērziņš^Jānis', '42ba727a69f1b95e4ae06e6973'],
  ['ISO_IR 126', 'Greek', 'Διονυσιος', 'c4e9efedf5f3e9eff2'],
  ['ISO_IR 127', 'Arabic', 'قباني^لنزار', 'e2c8c7e6ea5ee4e6d2c7d1'],
  ['ISO_IR 138', 'Hebrew', 'שרון^דבורה', 'f9f8e5ef5ee3e1e5f8e4'],
  ['ISO_IR 144', 'Cyrillic', 'Люкceмбypг', 'bbeeda6365dcd17970d3'],
  ['ISO_IR 148', 'Latin 5', 'Çavuşoğlu^İpek', 'c7617675fe6ff06c755edd70656b'],
  ['ISO_IR 166', 'Thai', 'นามสกุล', 'b9d2c1caa1d8c5'],
  ['ISO_IR 192', 'Unicode, UTF-8', '山田^Łukasz', 'e5b1b1e794b05ec581756b61737a'],
  ['GB18030', 'Chinese', '王^小东', 'cdf55ed0a1b6ab'],
  ['GBK', 'Chinese', '王^小東', 'cdf55ed0a1967c'],
];

const UNICODE = 'ISO_IR 192';

/** A file of that character set, whose name has these bytes. */
function fileIn(characterSet: string, bytes: Buffer): Uint8Array {
  const name = 'Q'.repeat(bytes.length);
  const file = Buffer.from(
    writePart10({
      SpecificCharacterSet: UNICODE,
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.1.1',
      SOPInstanceUID: '1.2.3',
      PatientName: name,
    })
  );
  file.write(characterSet.padEnd(UNICODE.length), file.indexOf(UNICODE), 'latin1');
  bytes.copy(file, file.indexOf(name));
  return new Uint8Array(file);
}

it.each(NAMES)('a name in %s (%s) is read', (characterSet, _script, name, hex) => {
  const { attributes } = readPart10(fileIn(characterSet, Buffer.from(hex, 'hex')));
  expect(texts(attributes, 'PatientName')).toEqual([name]);
});

it('docs/conformance.md says which character sets are read', () => {
  const rows = NAMES.map(([characterSet, script]) => [characterSet, script]);
  expectTable(DOCUMENT, 'characters', markdownTable(['character set', 'script'], rows));
});
