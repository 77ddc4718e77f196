import { ARCHIVES } from './englishArchive';
import { ATTRIBUTE_PROBLEMS } from './englishAttributes';
import { READINGS } from './englishReadings';
import { BUNDLE_AND_RUNTIME } from './englishRuntime';

/** What the engine says to the user about radiographs, by code. */
const FILMS = {
  bothParts: '{{first}} {{second}}',
  listed: '{{begun}}; {{next}}',
  listedAndMore: '{{begun}}; and {{count}} more',
  rightKnee: 'right',
  leftKnee: 'left',

  // Which image it is.
  wrongModality:
    "The image's modality is {{modality}}, not a radiograph. Choose a frontal knee radiograph (CR or DX).",
  wrongBodyPart: 'The image shows the {{part}}, not a knee. Choose a frontal knee radiograph.',
  lateralView:
    'This radiograph is a lateral view. {{reason}} Choose a frontal (AP or PA) view of the knee.',
  notFrontalView:
    'This radiograph is not a frontal view. {{reason}} Choose a frontal (AP or PA) view of the knee.',
  bodyPartConflict:
    'Its attributes contradict each other on the part of the body: its {{source}} says {{part}}, its {{other}} knee.',
  wholeLeg:
    'It shows the whole leg, on which the knee is small; the model learnt from films of the knee alone.',
  otherPartSaid: 'Its {{source}} speaks of another part of the body ({{part}}).',
  bodyPartUnsaid: 'Its attributes do not say which part of the body it shows.',
  viewPA: 'a frontal (PA) view',
  viewAP: 'a frontal (AP) view',
  viewFrontal: 'a frontal view',
  viewLateral: 'a lateral view',
  viewOther: 'neither a frontal nor a lateral view',
  viewSaid: 'Its {{source}} says that it is {{view}}.',
  viewUnsaid: 'Its attributes do not say whether it is a frontal or a lateral view.',
  viewConflict:
    'Its attributes contradict each other on the view: its {{source}} says {{view}}, its {{otherSource}} {{otherView}}.',

  // Which knee it shows.
  sideSaidR: 'Its {{source}} says that it shows the right knee.',
  sideSaidL: 'Its {{source}} says that it shows the left knee.',
  sideSaidBoth: 'Its {{source}} says that it shows both knees.',
  sideUnsaid: 'Its attributes do not say which knee it shows.',
  sideConflict:
    'Its attributes contradict each other on the side: {{source}} and {{other}} differ.',

  // How its pixels are read.
  notDicom:
    'This is not a DICOM file: the mark "DICM" is missing after the first 128 bytes. Choose a DICOM file or a PNG.',
  noTransferSyntax: 'The DICOM file does not name its transfer syntax.',
  damagedFile:
    'The DICOM file is damaged or incomplete: its attributes cannot be read to the end. Export it again from where it came from.',
  unusableAttribute:
    'The image has no usable {{keyword}}, so its pixels cannot be read. Export it again.',
  notGrey:
    'The image is stored as {{photometric}} with {{samples}} sample(s) a pixel; a radiograph is MONOCHROME1 or MONOCHROME2 with one.',
  unnamedColourModel: 'an unnamed colour model',
  tooSmall:
    'The image is {{columns}} x {{rows}} pixels, too small for a knee radiograph (at least {{least}} x {{least}}).',
  tooLarge:
    'The image claims {{columns}} x {{rows}} pixels, more than any radiograph has; the file is damaged.',
  unreadBits: 'The image has {{bits}} bits a pixel; 8 and 16 are read. Export it with 16.',
  contradictoryBits: 'BitsStored and HighBit of the image contradict BitsAllocated.',
  noPixels: 'The DICOM file has no pixels. Choose an image, or export it again with its pixels.',
  pixelsEndEarly:
    'The pixels end after {{found}} of {{expected}} bytes: the file is incomplete. Copy or export it again.',
  valuesEndEarly:
    'The pixels end after {{found}} of {{expected}} values: the image is incomplete. Copy or export it again.',
  onlyPadding: 'The image is empty: all of its pixels are padding.',
  emptyImage: 'The image is empty: all of its pixels have the same value.',
  damagedRle: 'The run-length encoded pixels are damaged or incomplete. Export the image again.',
  unreadSyntax:
    'The pixels are stored in the transfer syntax {{syntax}}, which is not read here. Export the image uncompressed (Explicit VR Little Endian), for example with "dcmdjpeg", "dcmdjpls" or "gdcmconv --raw".',
  damagedCompressed:
    'The {{codec}} compressed pixels are damaged or incomplete. Export the image again.',
  compressedSizeDiffers:
    'The attributes of the image say {{columns}} x {{rows}} grey pixels, its {{codec}} compressed pixels are {{foundColumns}} x {{foundRows}} with {{components}} sample(s): the file is damaged.',
  compressedBits:
    'The {{codec}} compressed pixels have {{bits}} bits; {{most}} are read. Export the image uncompressed, for example with "dcmdjpeg".',
  unusableFrames:
    'The image has no usable NumberOfFrames, so its pictures cannot be told apart. Export it again.',
  framesDiffer:
    'The image says that it has {{frames}} frames, but its pixels are {{pieces}} pieces: the file is damaged or incomplete. Export it again.',
  chooseFrame:
    'The image has {{frames}} frames; say which of them is to be used, from 1 to {{frames}}.',
  noSuchFrame: 'The image has no frame {{frame}}; choose one from 1 to {{frames}}.',
  frameUsed: 'Frame {{frame}} of {{frames}} is used.',
  turnedOver: 'The picture was turned over, left and right.',
  orientationAssumed:
    "The image does not say how it is turned; the usual way (the patient's right on the left) is assumed.",
  curveApplied:
    'The image brings a display curve of its own (VOI LUT), with which the model sees it.',
  curveMissing:
    'The image names a lookup table that did not come with it; its grey values are taken as they are.',
  shapeConflict:
    'Its PresentationLUTShape and PhotometricInterpretation contradict each other; the latter was followed. Check that bone is bright in the crop.',
  notSquarePixels:
    'The pixels of the image are not square ({{keyword}} {{row}} x {{column}} mm). Export it with square pixels.',
  notSquareRatio:
    'The pixels of the image are not square (PixelAspectRatio {{vertical}}:{{horizontal}}). Export it with square pixels.',
  spacingUnsaid:
    'The image does not say how large its pixels are; the scale is estimated from the knee.',
  magnificationUnknown:
    'The size of the pixels is that on the detector; the magnification of the knee is not known.',

  // Where the knee is.
  noKnee:
    'No knee was found on this image. Check that it is a frontal knee radiograph, or choose another image.',
  otherKneeOnly:
    'This film should show both knees, but only one was found, and it does not lie where the {{side}} one would. Choose the other side or another image.',
  chooseKnee: 'Both knees are on this film; choose one.',
  looksLikeOther: 'By its shape this looks like the other knee; check the side.',
  scaleEstimated: 'The scale was estimated from the width of the knee.',
  regionUnsure: 'The knee was not found surely; check the region.',
  looksInverted:
    'There is more of a knee on this picture where dark is taken for bright: bone seems to be dark on it, and it must be bright.',
  markerMirrored:
    'The marker on the film is mirrored, so the picture is turned over; check which side it shows.',
  markerOtherSide:
    'A marker on the film names the {{marked}} knee, not the {{wanted}} one; check the side.',
  markersUnusual:
    "The markers on this film of both knees do not lie where they would if the patient's right were on the left of the picture; check which knee is which.",
  bothUnmarked:
    "Nothing on this film of both knees says how it is turned; check that the patient's right knee is on the left of the picture.",
  regionTooSmall:
    'The region of interest must be at least {{least}} pixels wide and high; draw it around the knee.',
  regionBesideFilm:
    'Most of the region of interest lies beside the film, which is {{columns}} x {{rows}} pixels; move it onto the knee.',
  regionOblong:
    'The region of interest is oblong, which would distort the knee; the model takes a square.',
  regionNotSquare: 'The region is not square, so the knee is distorted a little.',
  regionWrongSize:
    'The region is {{size}} mm wide; the model was trained on {{trained}} mm. Choose a region of about that size.',
  regionSmaller:
    'The region is {{size}} mm wide; the model was trained on {{trained}} mm, so it takes the knee for {{times}} times larger than it is.',
  regionLarger:
    'The region is {{size}} mm wide; the model was trained on {{trained}} mm, so it takes the knee for {{times}} times smaller than it is.',
  regionNoSize:
    'The region of interest needs a width and a height above 0, not {{width}} x {{height}}; draw it again.',
  regionOffFilm: 'The region of interest does not touch the film; move it onto the knee.',
  regionNoContrast:
    'The region of interest has a single grey level; move it onto the knee, or check that the file is a radiograph.',
  jointSpaceUntraced:
    'The joint space cannot be traced in this region; check that it lies around the knee.',
} as const;

/** All that the engine says to the user, by code. */
export const ENGLISH = {
  ...FILMS,
  ...READINGS,
  ...BUNDLE_AND_RUNTIME,
  ...ARCHIVES,
  ...ATTRIBUTE_PROBLEMS,
} as const;
