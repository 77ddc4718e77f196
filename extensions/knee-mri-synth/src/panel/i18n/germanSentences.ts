import type { ENGLISH, HOST_ENGLISH } from '../../host';
import { TOO_OLD_VIEWER } from '../../language';
import { germanArchives } from './germanArchives';
import { germanAttributes } from './germanAttributes';
import { germanReadings } from './germanReadings';
import { germanRuntime } from './germanRuntime';

/** What engine and host say, by code. */
export type Sentences = Record<keyof typeof ENGLISH | keyof typeof HOST_ENGLISH, string>;

/** The engine's and the host's sentences in German. */
export const germanSentences: Sentences = {
  bothParts: '{{first}} {{second}}',
  listed: '{{begun}}; {{next}}',
  listedAndMore: '{{begun}}; und {{count}} weitere',
  rightKnee: 'rechte',
  leftKnee: 'linke',

  wrongModality:
    'Die Modalität des Bildes ist {{modality}}, kein Röntgenbild. Wählen Sie eine Knieaufnahme von vorn (CR oder DX).',
  wrongBodyPart:
    'Das Bild zeigt einen anderen Körperteil ({{part}}), kein Knie. Wählen Sie eine Knieaufnahme von vorn.',
  lateralView:
    'Dieses Röntgenbild ist eine seitliche Aufnahme. {{reason}} Wählen Sie eine Knieaufnahme von vorn (a.-p. oder p.-a.).',
  notFrontalView:
    'Dieses Röntgenbild ist keine Aufnahme von vorn. {{reason}} Wählen Sie eine Knieaufnahme von vorn (a.-p. oder p.-a.).',
  bodyPartConflict:
    'Seine Attribute widersprechen sich beim Körperteil: {{source}} sagt {{part}}, {{other}} sagt Knie.',
  wholeLeg:
    'Es zeigt das ganze Bein, auf dem das Knie klein ist; das Modell hat nur von Bildern des Knies gelernt.',
  otherPartSaid: '{{source}} spricht von einem anderen Körperteil ({{part}}).',
  bodyPartUnsaid: 'Seine Attribute sagen nicht, welchen Körperteil es zeigt.',
  viewPA: 'eine Aufnahme von vorn (p.-a.)',
  viewAP: 'eine Aufnahme von vorn (a.-p.)',
  viewFrontal: 'eine Aufnahme von vorn',
  viewLateral: 'eine seitliche Aufnahme',
  viewOther: 'weder eine Aufnahme von vorn noch eine seitliche',
  viewSaid: 'Nach {{source}} ist es {{view}}.',
  viewUnsaid: 'Seine Attribute sagen nicht, ob es von vorn oder von der Seite aufgenommen ist.',
  viewConflict:
    'Seine Attribute widersprechen sich bei der Projektion: nach {{source}} ist es {{view}}, nach {{otherSource}} {{otherView}}.',

  sideSaidR: 'Nach {{source}} zeigt es das rechte Knie.',
  sideSaidL: 'Nach {{source}} zeigt es das linke Knie.',
  sideSaidBoth: 'Nach {{source}} zeigt es beide Knie.',
  sideUnsaid: 'Seine Attribute sagen nicht, welches Knie es zeigt.',
  sideConflict:
    'Seine Attribute widersprechen sich bei der Seite: {{source}} und {{other}} sagen Verschiedenes.',

  notDicom:
    'Das ist keine DICOM-Datei: das Kennzeichen „DICM“ fehlt nach den ersten 128 Bytes. Wählen Sie eine DICOM-Datei oder ein PNG.',
  noTransferSyntax: 'Die DICOM-Datei nennt ihre Transfersyntax nicht.',
  damagedFile:
    'Die DICOM-Datei ist beschädigt oder unvollständig: ihre Attribute lassen sich nicht bis zum Ende lesen. Exportieren Sie sie dort, wo sie herkommt, noch einmal.',
  unusableAttribute:
    '{{keyword}} des Bildes ist unbrauchbar, deshalb sind seine Pixel nicht lesbar. Exportieren Sie es noch einmal.',
  notGrey:
    'Das Bild ist als {{photometric}} mit {{samples}} Wert(en) je Pixel gespeichert; ein Röntgenbild ist MONOCHROME1 oder MONOCHROME2 mit einem.',
  unnamedColourModel: 'ein ungenanntes Farbmodell',
  tooSmall:
    'Das Bild hat {{columns}} x {{rows}} Pixel, zu wenig für ein Röntgenbild des Knies (mindestens {{least}} x {{least}}).',
  tooLarge:
    'Das Bild gibt {{columns}} x {{rows}} Pixel an, mehr als jedes Röntgenbild hat; die Datei ist beschädigt.',
  unreadBits:
    'Das Bild hat {{bits}} Bits je Pixel; gelesen werden 8 und 16. Exportieren Sie es mit 16.',
  contradictoryBits: 'BitsStored und HighBit des Bildes widersprechen BitsAllocated.',
  noPixels:
    'Die DICOM-Datei enthält keine Pixel. Wählen Sie ein Bild, oder exportieren Sie es noch einmal mit seinen Pixeln.',
  pixelsEndEarly:
    'Die Pixel enden nach {{found}} von {{expected}} Bytes: die Datei ist unvollständig. Kopieren oder exportieren Sie sie noch einmal.',
  valuesEndEarly:
    'Die Pixel enden nach {{found}} von {{expected}} Werten: das Bild ist unvollständig. Kopieren oder exportieren Sie es noch einmal.',
  onlyPadding: 'Das Bild ist leer: alle seine Pixel sind Füllwerte.',
  emptyImage: 'Das Bild ist leer: alle seine Pixel haben denselben Wert.',
  damagedRle:
    'Die lauflängenkodierten Pixel sind beschädigt oder unvollständig. Exportieren Sie das Bild noch einmal.',
  unreadSyntax:
    'Die Pixel sind in der Transfersyntax {{syntax}} gespeichert, die hier nicht gelesen wird. Exportieren Sie das Bild unkomprimiert (Explicit VR Little Endian), zum Beispiel mit „dcmdjpeg“, „dcmdjpls“ oder „gdcmconv --raw“.',
  damagedCompressed:
    'Die mit {{codec}} komprimierten Pixel sind beschädigt oder unvollständig. Exportieren Sie das Bild noch einmal.',
  compressedSizeDiffers:
    'Die Attribute des Bildes nennen {{columns}} x {{rows}} graue Pixel, seine mit {{codec}} komprimierten Pixel sind {{foundColumns}} x {{foundRows}} mit {{components}} Wert(en): die Datei ist beschädigt.',
  compressedBits:
    'Die mit {{codec}} komprimierten Pixel haben {{bits}} Bits; gelesen werden {{most}}. Exportieren Sie das Bild unkomprimiert, zum Beispiel mit „dcmdjpeg“.',
  unusableFrames:
    'NumberOfFrames des Bildes ist unbrauchbar, deshalb sind seine Einzelbilder nicht zu unterscheiden. Exportieren Sie es noch einmal.',
  framesDiffer:
    'Das Bild gibt {{frames}} Einzelbilder an, seine Pixel sind aber {{pieces}} Stücke: die Datei ist beschädigt oder unvollständig. Exportieren Sie sie noch einmal.',
  chooseFrame:
    'Das Bild hat {{frames}} Einzelbilder; sagen Sie, welches gemeint ist, von 1 bis {{frames}}.',
  noSuchFrame: 'Das Bild hat kein Einzelbild {{frame}}; wählen Sie eines von 1 bis {{frames}}.',
  frameUsed: 'Verwendet wird Einzelbild {{frame}} von {{frames}}.',
  turnedOver: 'Die Aufnahme wurde gewendet, links und rechts vertauscht.',
  orientationAssumed:
    'Das Bild sagt nicht, wie es gedreht ist; angenommen wird das Übliche (rechts am Patienten ist links im Bild).',
  curveApplied:
    'Das Bild bringt eine eigene Anzeigekurve mit (VOI LUT), mit der das Modell es sieht.',
  curveMissing:
    'Das Bild nennt eine Umsetzungstabelle, die nicht dabei ist; seine Grauwerte werden genommen, wie sie sind.',
  shapeConflict:
    'PresentationLUTShape und PhotometricInterpretation widersprechen sich; Letztere gilt. Prüfen Sie, ob Knochen im Ausschnitt hell ist.',
  notSquarePixels:
    'Die Pixel des Bildes sind nicht quadratisch ({{keyword}} {{row}} x {{column}} mm). Exportieren Sie es mit quadratischen Pixeln.',
  notSquareRatio:
    'Die Pixel des Bildes sind nicht quadratisch (PixelAspectRatio {{vertical}}:{{horizontal}}). Exportieren Sie es mit quadratischen Pixeln.',
  spacingUnsaid:
    'Das Bild sagt nicht, wie groß seine Pixel sind; der Maßstab wird am Knie geschätzt.',
  magnificationUnknown:
    'Die Größe der Pixel ist die auf dem Detektor; die Vergrößerung des Knies ist nicht bekannt.',

  noKnee:
    'Auf diesem Bild wurde kein Knie gefunden. Prüfen Sie, ob es ein Knie von vorn zeigt, oder wählen Sie ein anderes.',
  otherKneeOnly:
    'Diese Aufnahme sollte beide Knie zeigen; gefunden wurde nur eines, und es liegt nicht dort, wo das {{side}} läge. Wählen Sie die andere Seite oder ein anderes Bild.',
  chooseKnee: 'Beide Knie sind auf dieser Aufnahme; wählen Sie eines.',
  looksLikeOther: 'Der Form nach ist es das andere Knie; prüfen Sie die Seite.',
  scaleEstimated: 'Der Maßstab wurde an der Breite des Knies geschätzt.',
  regionUnsure: 'Das Knie wurde nicht sicher gefunden; prüfen Sie den Ausschnitt.',
  looksInverted:
    'Mit vertauschtem Hell und Dunkel gleicht das Bild viel mehr einem Knie: der Knochen scheint darauf dunkel zu sein, er muss aber hell sein.',
  markerMirrored:
    'Die Seitenmarke auf der Aufnahme ist spiegelverkehrt, die Aufnahme also gewendet; prüfen Sie, welche Seite sie zeigt.',
  markerOtherSide:
    'Eine Seitenmarke auf der Aufnahme nennt das {{marked}} Knie, nicht das {{wanted}}; prüfen Sie die Seite.',
  markersUnusual:
    'Die Seitenmarken auf dieser Aufnahme beider Knie liegen nicht dort, wo sie lägen, wenn rechts am Patienten links im Bild wäre; prüfen Sie, welches Knie welches ist.',
  bothUnmarked:
    'Nichts auf dieser Aufnahme beider Knie sagt, wie sie gedreht ist; prüfen Sie, ob das rechte Knie links im Bild liegt.',
  regionTooSmall:
    'Der Ausschnitt muss mindestens {{least}} Pixel breit und hoch sein; ziehen Sie ihn um das Knie.',
  regionBesideFilm:
    'Der größte Teil des Ausschnitts liegt neben der Aufnahme, die {{columns}} x {{rows}} Pixel groß ist; schieben Sie ihn auf das Knie.',
  regionOblong:
    'Der Ausschnitt ist länglich, was das Knie verzerren würde; das Modell nimmt ein Quadrat.',
  regionNotSquare: 'Der Ausschnitt ist nicht quadratisch, deshalb ist das Knie etwas verzerrt.',
  regionWrongSize:
    'Der Ausschnitt ist {{size}} mm breit; trainiert wurde das Modell mit {{trained}} mm. Wählen Sie einen etwa dieser Größe.',
  regionSmaller:
    'Der Ausschnitt ist {{size}} mm breit; trainiert wurde das Modell mit {{trained}} mm, deshalb hält es das Knie für {{times}}-mal größer, als es ist.',
  regionLarger:
    'Der Ausschnitt ist {{size}} mm breit; trainiert wurde das Modell mit {{trained}} mm, deshalb hält es das Knie für {{times}}-mal kleiner, als es ist.',
  regionNoSize:
    'Breite und Höhe des Ausschnitts müssen über 0 liegen, nicht {{width}} x {{height}}; ziehen Sie ihn neu.',
  regionOffFilm: 'Der Ausschnitt berührt die Aufnahme nicht; schieben Sie ihn auf das Knie.',
  regionNoContrast:
    'Der Ausschnitt hat einen einzigen Grauwert; schieben Sie ihn auf das Knie, oder prüfen Sie, ob die Datei ein Röntgenbild ist.',
  jointSpaceUntraced:
    'In diesem Ausschnitt lässt sich der Gelenkspalt nicht verfolgen; prüfen Sie, ob er um das Knie liegt.',

  ...germanReadings,
  ...germanRuntime,
  ...germanArchives,
  ...germanAttributes,

  tooOldViewer: TOO_OLD_VIEWER.de,
  configurationUnusable: 'Die Konfiguration des Plugins ist unbrauchbar.',
  settingNotFolder: '„{{setting}}“ in app-config.js muss die Adresse des Modellordners sein.',
  settingOtherServer:
    '„{{setting}}“ in app-config.js führt zu einem anderen Server. Legen Sie den Modellordner auf den des Viewers.',
  settingRuntime: '„{{setting}}“ in app-config.js muss „webgpu“ oder „wasm“ sein.',
  modelUnreadable: 'Das Modell war nicht lesbar. Sagen Sie es Ihrem Administrator.',
  radiographClosed: 'Dieses Röntgenbild ist im Viewer nicht mehr geöffnet. Wählen Sie ein anderes.',
  radiographUnreadable: 'Das Röntgenbild war nicht lesbar. Wählen Sie ein anderes.',
  kneeNotFound: 'Auf diesem Röntgenbild wurde das Knie nicht gefunden.',
  regionUnusable: 'Dieser Ausschnitt ist unbrauchbar; ziehen Sie ihn um das Knie.',
  jointSpaceUnmeasurable: 'Auf diesem Röntgenbild kann der Gelenkspalt nicht gemessen werden.',
  frameAssumed:
    'Das Bild hat {{frames}} Einzelbilder, gezeigt wird Nummer {{frame}}; prüfen Sie, ob es das Knie zeigt, oder wählen Sie ein anderes.',
  noImageLoader:
    'Der Viewer gibt keinen Zugang zu seinem Bildlader, deshalb ist das Röntgenbild nicht lesbar. Es braucht OHIF 3.13 oder neuer.',
  noImage: 'Diese Serie hat kein Bild, das der Viewer zeigen kann. Wählen Sie eine andere.',
  pixelsUnreadable:
    'Der Viewer konnte die Pixel dieses Röntgenbilds nicht lesen: die Datei ist vielleicht beschädigt oder der Server nicht erreichbar. Laden Sie die Studie neu, oder wählen Sie ein anderes Röntgenbild.',
  colourImage: 'Das ist ein Farbbild, kein Röntgenbild. Wählen Sie ein anderes.',
  readingsFileTooLarge: 'Die Datei ist für Befunde zu groß; behalten Sie die Zeilen einer Person.',
  readingsFileUnreadable: 'Die Datei mit den Befunden ist nicht lesbar.',
  generationCancelled: 'Das Erzeugen wurde abgebrochen.',
  generationFailed:
    'Die synthetische MRT kam wegen eines internen Fehlers nicht zustande. Versuchen Sie es noch einmal; wenn es dabei bleibt, sagen Sie es Ihrem Administrator.',
  suggestionFailed:
    'Die Befunde konnten nicht vorgeschlagen werden. Versuchen Sie es erneut, oder befunden Sie selbst.',
  seriesNotInMemory: 'Diese Serie ist nicht mehr im Speicher. Erzeugen Sie sie noch einmal.',
  seriesClosed: 'Diese Serie ist im Viewer nicht mehr geöffnet. Wählen Sie eine andere.',
  recordUnreadable: 'Das Protokoll dieser Serie ist nicht lesbar.',
  sourceNotInStudy: 'Das Röntgenbild, aus dem sie entstand, ist nicht in dieser Studie.',
  reportMissing: 'Der Bericht darüber ist nicht im Archiv.',
  cannotShowUnsaved:
    'Dieser Viewer kann keine Serie zeigen, die noch nicht gespeichert ist. X-ray to MRI braucht OHIF 3.13 oder neuer.',
  saveFailed: 'Die Serie ließ sich nicht speichern. Versuchen Sie es noch einmal.',
  noDicomWeb:
    'Die Datenquelle dieses Viewers hat keine DICOMweb-Adresse zum Speichern. Öffnen Sie die Studie aus einem Archiv mit STOW-RS.',
  readOnlySource:
    'Die Datenquelle dieses Viewers ist nur zum Lesen eingestellt ("supportsStow": false), deshalb lässt sich nichts darin speichern.',
  somethingWrong:
    'In X-ray to MRI ist etwas schiefgegangen. Laden Sie die Seite neu; wenn es dabei bleibt, sagen Sie es Ihrem Administrator.',
};
