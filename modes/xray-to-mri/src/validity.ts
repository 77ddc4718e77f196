const RADIOGRAPH_MODALITIES = new Set(['CR', 'DX', 'RF']);

/** Whether the mode can open a study, and if not, why; `modalities` is separated by backslashes. */
export function isValidMode({ modalities }: { modalities: string }): {
  valid: boolean;
  description: string;
} {
  const valid = modalities
    .split(/[\\/]/)
    .some(modality => RADIOGRAPH_MODALITIES.has(modality.trim()));
  return {
    valid,
    description: valid
      ? 'Synthetic knee MRI from the radiograph of this study'
      : 'Needs a radiograph (CR, DX or RF) in the study',
  };
}
