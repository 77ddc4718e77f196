import { sentencesOf } from '@xray-to-mri/engine';
import { TOO_OLD_VIEWER } from '../language';

/** What the extension's host side says to the user in English, by code. */
export const HOST_ENGLISH = {
  tooOldViewer: TOO_OLD_VIEWER.en,
  configurationUnusable: 'The configuration of the plugin cannot be used.',
  settingNotFolder: '"{{setting}}" in app-config.js must be the address of the model\'s folder.',
  settingOtherServer:
    '"{{setting}}" in app-config.js leads to another server. Put the model\'s folder on the viewer\'s own.',
  settingRuntime: '"{{setting}}" in app-config.js must be "webgpu" or "wasm".',
  modelUnreadable: 'The model could not be read. Tell your administrator.',
  radiographClosed: 'This radiograph is no longer open in the viewer. Choose another.',
  radiographUnreadable: 'The radiograph could not be read. Choose another.',
  kneeNotFound: 'The knee could not be found on this radiograph.',
  regionUnusable: 'This region cannot be used; draw it around the knee.',
  jointSpaceUnmeasurable: 'The joint space cannot be measured on this radiograph.',
  frameAssumed:
    'The image has {{frames}} frames, and frame {{frame}} is shown here; check that it shows the knee, or choose another.',
  noImageLoader:
    'The viewer does not give access to its image loader, so the radiograph cannot be read. It needs OHIF 3.13 or newer.',
  noImage: 'This series has no image that the viewer can show. Choose another.',
  pixelsUnreadable:
    'The viewer could not read the pixels of this radiograph: the file may be damaged or the server unavailable. Reload the study, or choose another radiograph.',
  colourImage: 'This is a colour image, not a radiograph. Choose another.',
  readingsFileTooLarge: 'The file is too large for readings; keep the rows of one person.',
  readingsFileUnreadable: 'The file of readings cannot be read.',
  generationCancelled: 'Generation was cancelled.',
  generationFailed:
    'The synthetic MRI could not be made because of an internal error. Try again; if it stays, tell your administrator.',
  suggestionFailed: 'The readings could not be suggested. Try again, or read the radiograph.',
  seriesNotInMemory: 'This series is no longer in memory. Generate it again.',
  seriesClosed: 'This series is no longer open in the viewer. Choose another.',
  recordUnreadable: 'The record of this series cannot be read.',
  sourceNotInStudy: 'The radiograph that it was made from is not in this study.',
  reportMissing: 'The report about them is not in the archive.',
  cannotShowUnsaved:
    'This viewer cannot show a series that is not stored yet. X-ray to MRI needs OHIF 3.13 or newer.',
  saveFailed: 'The series could not be saved. Try again.',
  noDicomWeb:
    'The data source of this viewer has no DICOMweb address to store to. Open the study from an archive with STOW-RS.',
  readOnlySource:
    'The data source of this viewer is configured as read-only ("supportsStow": false), so nothing can be saved to it.',
  somethingWrong:
    'Something went wrong inside X-ray to MRI. Reload the page; if it stays, tell your administrator.',
} as const;

/** Makes a sentence of the host side's own catalogue. */
export const tell = sentencesOf(HOST_ENGLISH);
