import type { Code } from './attributes';

/** Who made the series, as the archive shows it. */
export const PRODUCT = {
  manufacturer: 'X-ray to MRI',
  model: 'xray-to-mri engine',
  version: '0.1.0',
  /** InstanceCreatorUID and ImplementationClassUID of everything that the product writes. */
  uid: '2.25.169528333112204762633395155634860961733',
  implementationVersionName: 'XRAY_TO_MRI_0_1',
} as const;

/** The product's own coding scheme: no standard code names image synthesis. */
export const PRIVATE_SCHEME = {
  designator: '99XRAYTOMRI',
  uid: '2.25.145873119587272710638816835380067711041',
  name: 'Codes of X-ray to MRI',
  organization: 'X-ray to MRI',
} as const;

export const SYNTHESIS_CODE: Code = {
  value: 'SYNTHESIS',
  scheme: PRIVATE_SCHEME.designator,
  meaning: 'Image synthesized by a generative model',
};

export const NOT_FOR_DIAGNOSIS = 'SYNTHETIC - NOT FOR DIAGNOSIS';

/** An item of a code sequence. */
export function codeItem(code: Code): Record<string, string> {
  return {
    CodeValue: code.value,
    CodingSchemeDesignator: code.scheme,
    CodeMeaning: code.meaning,
  };
}
