/** What the engine says to the user about archives and what they store, by code. */
export const ARCHIVES = {
  archiveCut:
    'The connection to the archive failed or was cut. Check the network and save again; only what is missing is sent.',
  archive400:
    'The archive refused the request as malformed (400). Its administrator can see why in its log.',
  archive401:
    'The archive wants a login, or does not accept the one given (401). Log in again, then save again.',
  archive403:
    'This user may not store in the archive (403). Ask its administrator for the right to store.',
  archive404: 'The archive does not offer storing at this address (404). Check the DICOMweb root.',
  archive405: 'The archive does not offer storing at this address (405). Check the DICOMweb root.',
  archive409: 'The archive refused the images because they conflict with what it has (409).',
  archive413:
    'The archive refuses requests of this size, even for a single image (413). Ask its administrator to raise the limit.',
  archive415: 'The archive does not accept DICOM files by STOW-RS (415). Check the DICOMweb root.',
  archive500:
    'The archive failed with an error of its own (500). Try again later; its administrator can see why in its log.',
  archive503:
    'The archive is busy or out of service (503). Save again later; only what is missing is sent.',
  archive507: 'The archive has no space left (507). Tell its administrator.',
  archiveFailed: 'The archive failed with an error of its own ({{status}}). Try again later.',
  archiveOtherStatus:
    'The archive answered {{status}}, which is not an answer to storing. Check the DICOMweb root.',

  imagesRefused: 'The archive refused {{count}} image(s): {{reason}}.',
  reasonWithCode: '{{reason}} (code {{code}})',
  reasonNone: 'the server gives no reason',
  reasonOwn: 'the server gives a reason of its own',
  attributeUnknown: 'an attribute is not known to the server',
  attributeValue: 'an attribute has a value that the server does not accept',
  processingFailed: 'processing failed (often: the image belongs to another study)',
  duplicateUid: 'the server already has another image under this UID',
  objectUnknown: 'the server does not know the object',
  uidInvalid: 'the UID is not valid',
  attributeMissing: 'an attribute is missing',
  attributeEmpty: 'an attribute has no value',
  classNotStored: 'the server does not store objects of this kind',
  userMayNotStore: 'this user may not store here',
  requestDuplicate: 'the server took the request for a duplicate',
  outOfResources: 'the server is out of resources',
  outOfResourcesDisk: 'the server is out of resources (its disk may be full)',
  classContradicted: 'the server says that the data set is not of the kind that it names',
  cannotUnderstand: 'the server cannot read the image',
  syntaxNotAccepted: 'the server does not accept this transfer syntax',

  studyOwnerUnsaid: 'The archive did not say whose this study is, so nothing was sent. {{reason}}',
  otherPatient:
    'The archive has this study under another PatientID than the series. Nothing was sent; correct the radiograph in the archive, or open it again from there.',
  otherPixelsStored:
    'The archive holds other pixels under the same UIDs than those that were sent. Generate the series anew, which gives it new UIDs, and save that.',
  markDropped:
    'The archive does not give the mark "Synthetic Data" back with the images; tell its administrator before anyone uses them.',
  pixelsNotGiven:
    'The archive lists every image and marks it as synthetic, but gave no pixels back: that they are those sent was not verified.',
  pixelsNotGivenBut:
    'The archive lists every image and marks it as synthetic, but gave no pixels back (it answered {{status}}): that they are those sent was not verified.',
  answeredNothing: 'nothing',
  partlyThere:
    'The archive has {{stored}} of {{images}} images. Save again; only the missing ones are sent.',
  notVerified: 'What is stored could not be verified. {{reason}}',
  reportNotThere:
    'The images are in the archive, the report about them is not. Save again; only the report is sent.',

  archiveUnreachable: 'The archive cannot be reached for the {{wanted}}; check its address.',
  archiveDoesNotTell:
    'The archive does not tell the {{wanted}} (status {{status}}); check its address and your rights there.',
  seriesOfStudy: 'series of the study',
  imagesOfStudy: 'images of the study',
  imagesOfSeries: 'images of the series',
  studyWithoutFilm: 'The archive has no radiograph (CR, DX, RF) of this study.',
  filmUnreachable: 'The archive cannot be reached for a radiograph; try again.',
  filmNotGiven: 'The archive does not give a radiograph of the study (status {{status}}).',

  notStorableMissing:
    'The radiograph has no {{keyword}}, so nothing made from it can be saved to an archive. Correct the radiograph there first.',
  notStorableProblem:
    "The radiograph's {{keyword}} {{problem}}, so nothing made from it can be saved to an archive. Correct the radiograph there first.",
  identityNotCopied:
    "The radiograph's {{keyword}} {{problem}}, so it cannot be copied exactly. Correct the radiograph in the archive first.",

  attributeNotWritable:
    'The attribute {{attribute}} {{problem}}, so the series cannot be written. Correct it at its source.',
  fileWithoutUids: 'A DICOM file needs SOPClassUID and SOPInstanceUID.',
  volumeContradictory:
    'The volume says {{slices}} x {{rows}} x {{columns}} but has {{values}} values and {{depths}} depths.',

  otherPixelsMade: 'The run was made again and gave other pixels than the stored images have.',
  otherRunMade:
    'The run was made again with the same pixels, but not as the stored images say of themselves.',
  otherRecordMade: 'The run was made again, and its record is not that of the stored images.',
  otherUids:
    'The stored images have other UIDs than this version gives them, so that which are missing cannot be told.',
  otherIdentity: 'Patient or study are not as the stored images have them: {{keywords}}.',
  noSeriesIdentity:
    'The stored images do not tell the number, date and time of their series, so nothing can be added to it.',
  notOurImage:
    'This image was not made by X-ray to MRI, so there is no run to repeat. Choose a synthetic series or its report.',
  notOurReport:
    'This report was not made by X-ray to MRI, so there is no run to repeat. Choose a synthetic series or its report.',
  recordNotWhole:
    'The record of the run is not whole ({{fields}}): the file was made by another version or was changed. It cannot be repeated.',
  allOfIt: 'all of it',
  figureOverSamples:
    'This series is a figure over {{samples}} samples, not one of them. Repeat a sample.',
  recordLacksRegion:
    'The record of the run does not tell its crop of the radiograph, so it cannot be repeated.',
  recordLacksSolver: 'The record of the run does not tell its solver, so it cannot be repeated.',
  modelDiffers: 'The model differs: it was {{before}}, now it is {{now}}.',
  radiographDiffers: 'The radiograph is another one than the run was made from.',
  inputDiffers:
    'The part of the radiograph that the model saw differs: its pixels, or how they are read.',
  softwareDiffers: 'The software differs: it was version {{before}}, now it is {{now}}.',
  runtimeDiffers: 'The runtime differs: it was {{before}}, now it is {{now}}.',
} as const;
