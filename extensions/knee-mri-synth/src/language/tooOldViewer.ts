/** What panel and mode say in a viewer that is too old for them. */
export const TOO_OLD_VIEWER = {
  en: 'X-ray to MRI needs OHIF 3.13 or newer; this viewer is older. Ask your administrator to update it.',
  de: 'X-ray to MRI braucht OHIF 3.13 oder neuer; dieser Viewer ist älter. Bitten Sie Ihren Administrator, ihn zu aktualisieren.',
} as const;
