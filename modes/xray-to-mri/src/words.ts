import {
  createTranslations,
  TOO_OLD_VIEWER,
  viewerLanguage,
} from '@xray-to-mri/extension-knee-mri-synth/src/language';

const en = {
  fits: 'Synthetic knee MRI from the radiograph of this study',
  needsRadiograph: 'Needs a radiograph (CR, DX or RF) in the study',
  tooOldViewer: TOO_OLD_VIEWER.en,
};

type Words = Record<keyof typeof en, string>;

const de: Words = {
  fits: 'Synthetische Knie-MRT aus dem Röntgenbild dieser Studie',
  needsRadiograph: 'Braucht ein Röntgenbild (CR, DX oder RF) in der Studie',
  tooOldViewer: TOO_OLD_VIEWER.de,
};

const translations = createTranslations({ en, de });

/** What the mode says in the work list, in the language that the viewer has at the moment. */
export const say = (words: keyof Words): string => translations.getFixedT(viewerLanguage())(words);
