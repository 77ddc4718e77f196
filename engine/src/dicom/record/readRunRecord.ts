import { say } from '../../sentences';
import { codes, items, text, texts, type DicomAttributes } from '../attributes';
import { DicomError } from '../DicomError';
import { COMPREHENSIVE_SR, isOwnReport, isOwnSynthesis } from '../own';
import { CONCEPTS, SYNTHESIZING_EQUIPMENT } from '../codes';
import { partsOfText } from './recordText';
import { runRecordSchema, type RunRecord } from './schema';

function isNamed(item: DicomAttributes, concept: { value: string; scheme: string }): boolean {
  return codes(item, 'ConceptNameCodeSequence').some(
    code => code.value === concept.value && code.scheme === concept.scheme
  );
}

function parsed(json: string | null): unknown {
  try {
    return JSON.parse(json ?? '');
  } catch {
    return null;
  }
}

/** The text of a content item, wherever in the tree it is. */
function findText(
  item: DicomAttributes,
  concept: { value: string; scheme: string }
): string | null {
  if (isNamed(item, concept)) {
    return text(item, 'TextValue');
  }
  for (const child of items(item, 'ContentSequence')) {
    const found = findText(child, concept);
    if (found !== null) {
      return found;
    }
  }
  return null;
}

function fromSeries(attributes: DicomAttributes): unknown {
  const equipment = items(attributes, 'ContributingEquipmentSequence').find(item =>
    codes(item, 'PurposeOfReferenceCodeSequence').some(
      code => code.value === SYNTHESIZING_EQUIPMENT.value
    )
  );
  if (equipment === undefined) {
    return null;
  }
  const [productVersion, version, bundleSha256] = texts(equipment, 'SoftwareVersions');
  const [source] = items(attributes, 'SourceImageSequence');
  return {
    ...partsOfText(text(equipment, 'ContributionDescription') ?? ''),
    productVersion,
    model: { name: text(equipment, 'ManufacturerModelName'), version, bundleSha256 },
    radiographUid: source === undefined ? null : text(source, 'ReferencedSOPInstanceUID'),
    side: text(attributes, 'ImageLaterality'),
  };
}

/**
 * The record of the run that made a stored synthetic image, or that a stored report is about.
 * @param attributes of any image of the series, or of the report
 * @throws {DicomError} 'file' when it is neither, or when its record is not whole
 */
export function readRunRecord(attributes: DicomAttributes): RunRecord {
  const isReport = isOwnReport(attributes);
  if (!isReport && !isOwnSynthesis(attributes)) {
    const looksLikeReport = text(attributes, 'SOPClassUID') === COMPREHENSIVE_SR;
    throw new DicomError('file', say(looksLikeReport ? 'notOurReport' : 'notOurImage'));
  }
  const found = isReport ? parsed(findText(attributes, CONCEPTS.record)) : fromSeries(attributes);
  const checked = runRecordSchema.safeParse(found);
  if (!checked.success) {
    const fields = checked.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new DicomError('file', say('recordNotWhole', { fields: fields || say('allOfIt') }));
  }
  return checked.data;
}
