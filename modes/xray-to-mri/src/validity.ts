import { say } from './words';

const RADIOGRAPH_MODALITIES = new Set(['CR', 'DX', 'RF']);

/**
 * Whether the mode can open a study, and if not, why, in the viewer's language; `modalities` is separated by
 * backslashes.
 */
export function isValidMode({ modalities }: { modalities: string }): {
  valid: boolean;
  description: string;
} {
  const valid = modalities
    .split(/[\\/]/)
    .some(modality => RADIOGRAPH_MODALITIES.has(modality.trim()));
  return {
    valid,
    description: say(valid ? 'fits' : 'needsRadiograph'),
  };
}
