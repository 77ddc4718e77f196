import { codes, text, type DicomAttributes } from './attributes';
import { SYNTHESIS_CODE } from './codes';
import { PRODUCT } from './product';

export const MR_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.4';
export const COMPREHENSIVE_SR = '1.2.840.10008.5.1.4.1.1.88.33';

/**
 * True of an image that this product made: its derivation says so. Synthetic Data YES alone does not, for
 * simulated acquisitions and other products' images have it too.
 */
export function isOwnSynthesis(attributes: DicomAttributes): boolean {
  return codes(attributes, 'DerivationCodeSequence').some(
    code => code.value === SYNTHESIS_CODE.value && code.scheme === SYNTHESIS_CODE.scheme
  );
}

/** True of the structured report that this product writes about a synthesis. */
export function isOwnReport(attributes: DicomAttributes): boolean {
  return (
    text(attributes, 'SOPClassUID') === COMPREHENSIVE_SR &&
    text(attributes, 'InstanceCreatorUID') === PRODUCT.uid
  );
}
