/** Who made the series, as the archive shows it. */
export const PRODUCT = {
  manufacturer: 'X-ray to MRI',
  model: 'xray-to-mri engine',
  version: '0.1.0',
  /** InstanceCreatorUID and ImplementationClassUID of everything that the product writes. */
  uid: '2.25.169528333112204762633395155634860961733',
  implementationVersionName: 'XRAY_TO_MRI_0_1',
} as const;

export const NOT_FOR_DIAGNOSIS = 'SYNTHETIC - NOT FOR DIAGNOSIS';
