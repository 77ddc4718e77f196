/** What the engine says of archives and of what they store, in German, by code. */
export const germanArchives = {
  archiveCut:
    'Die Verbindung zum Archiv kam nicht zustande oder brach ab. Prüfen Sie das Netz und speichern Sie noch einmal; nur was fehlt, wird gesendet.',
  archive400:
    'Das Archiv hat die Anfrage als fehlerhaft abgelehnt (400). Sein Administrator sieht den Grund im Protokoll.',
  archive401:
    'Das Archiv verlangt eine Anmeldung oder nimmt die vorhandene nicht an (401). Melden Sie sich neu an und speichern Sie noch einmal.',
  archive403:
    'Dieser Benutzer darf im Archiv nicht speichern (403). Bitten Sie dessen Administrator um das Recht.',
  archive404:
    'Das Archiv bietet unter dieser Adresse kein Speichern an (404). Prüfen Sie die DICOMweb-Adresse.',
  archive405:
    'Das Archiv bietet unter dieser Adresse kein Speichern an (405). Prüfen Sie die DICOMweb-Adresse.',
  archive409: 'Das Archiv hat die Bilder abgelehnt, weil sie dem widersprechen, was es hat (409).',
  archive413:
    'Das Archiv lehnt Anfragen dieser Größe ab, selbst für ein einzelnes Bild (413). Bitten Sie seinen Administrator, die Grenze anzuheben.',
  archive415:
    'Das Archiv nimmt keine DICOM-Dateien über STOW-RS an (415). Prüfen Sie die DICOMweb-Adresse.',
  archive500:
    'Das Archiv hatte einen eigenen Fehler (500). Versuchen Sie es später noch einmal; sein Administrator sieht den Grund im Protokoll.',
  archive503:
    'Das Archiv ist überlastet oder außer Betrieb (503). Speichern Sie später noch einmal; nur was fehlt, wird gesendet.',
  archive507: 'Im Archiv ist kein Platz mehr (507). Sagen Sie es seinem Administrator.',
  archiveFailed:
    'Das Archiv hatte einen eigenen Fehler ({{status}}). Versuchen Sie es später noch einmal.',
  archiveOtherStatus:
    'Das Archiv antwortete {{status}}, was keine Antwort auf das Speichern ist. Prüfen Sie die DICOMweb-Adresse.',

  imagesRefused: 'Vom Archiv abgelehnte Bilder: {{count}}. Grund: {{reason}}.',
  reasonWithCode: '{{reason}} (Kode {{code}})',
  reasonNone: 'der Server nennt keinen Grund',
  reasonOwn: 'der Server nennt einen eigenen Grund',
  attributeUnknown: 'der Server kennt ein Attribut nicht',
  attributeValue: 'der Server nimmt den Wert eines Attributs nicht an',
  processingFailed: 'die Verarbeitung schlug fehl (oft: das Bild gehört zu einer anderen Studie)',
  duplicateUid: 'der Server hat unter dieser UID schon ein anderes Bild',
  objectUnknown: 'der Server kennt das Objekt nicht',
  uidInvalid: 'die UID ist ungültig',
  attributeMissing: 'ein Attribut fehlt',
  attributeEmpty: 'ein Attribut hat keinen Wert',
  classNotStored: 'der Server speichert Objekte dieser Art nicht',
  userMayNotStore: 'dieser Benutzer darf hier nicht speichern',
  requestDuplicate: 'der Server hielt die Anfrage für eine Wiederholung',
  outOfResources: 'dem Server fehlen Mittel',
  outOfResourcesDisk: 'dem Server fehlen Mittel (vielleicht ist seine Platte voll)',
  classContradicted: 'der Server sagt, der Datensatz sei nicht von der Art, die er nennt',
  cannotUnderstand: 'der Server kann das Bild nicht lesen',
  syntaxNotAccepted: 'der Server nimmt diese Transfersyntax nicht an',

  studyOwnerUnsaid:
    'Das Archiv hat nicht gesagt, wessen Studie das ist; deshalb wurde nichts gesendet. {{reason}}',
  otherPatient:
    'Das Archiv führt diese Studie unter einer anderen PatientID als die Serie. Nichts wurde gesendet; berichtigen Sie das Röntgenbild im Archiv, oder öffnen Sie es von dort noch einmal.',
  otherPixelsStored:
    'Das Archiv hat unter denselben UIDs andere Pixel als die gesendeten. Erzeugen Sie die Serie neu, womit sie neue UIDs bekommt, und speichern Sie diese.',
  markDropped:
    'Das Archiv gibt das Kennzeichen „Synthetic Data“ nicht mit den Bildern zurück; sagen Sie es seinem Administrator, bevor jemand sie verwendet.',
  pixelsNotGiven:
    'Das Archiv führt alle Bilder und kennzeichnet sie als synthetisch, gab aber keine Pixel zurück: dass es die gesendeten sind, wurde nicht geprüft.',
  pixelsNotGivenBut:
    'Das Archiv führt alle Bilder und kennzeichnet sie als synthetisch, gab aber keine Pixel zurück (Antwort: {{status}}): dass es die gesendeten sind, wurde nicht geprüft.',
  answeredNothing: 'keine',
  partlyThere:
    'Das Archiv hat {{stored}} von {{images}} Bildern. Speichern Sie noch einmal; nur die fehlenden werden gesendet.',
  notVerified: 'Was gespeichert ist, ließ sich nicht prüfen. {{reason}}',
  reportNotThere:
    'Die Bilder sind im Archiv, der Bericht darüber nicht. Speichern Sie noch einmal; nur der Bericht wird gesendet.',

  archiveUnreachable:
    'Das Archiv ist nicht erreichbar (gefragt nach: {{wanted}}); prüfen Sie seine Adresse.',
  archiveDoesNotTell:
    'Das Archiv gibt keine Auskunft über {{wanted}} (Status {{status}}); prüfen Sie seine Adresse und Ihre Rechte dort.',
  seriesOfStudy: 'die Serien der Studie',
  imagesOfStudy: 'die Bilder der Studie',
  imagesOfSeries: 'die Bilder der Serie',
  studyWithoutFilm: 'Das Archiv hat kein Röntgenbild (CR, DX, RF) dieser Studie.',
  filmUnreachable:
    'Das Archiv ist für ein Röntgenbild nicht erreichbar; versuchen Sie es noch einmal.',
  filmNotGiven: 'Das Archiv gibt ein Röntgenbild der Studie nicht heraus (Status {{status}}).',

  notStorableMissing:
    'Dem Röntgenbild fehlt {{keyword}}; deshalb lässt sich nichts, was daraus entsteht, in einem Archiv speichern. Berichtigen Sie zuerst das Röntgenbild dort.',
  notStorableProblem:
    'Beim Röntgenbild ist {{keyword}} fehlerhaft ({{problem}}); deshalb lässt sich nichts, was daraus entsteht, in einem Archiv speichern. Berichtigen Sie zuerst das Röntgenbild dort.',
  identityNotCopied:
    'Beim Röntgenbild ist {{keyword}} fehlerhaft ({{problem}}) und lässt sich nicht genau übernehmen. Berichtigen Sie zuerst das Röntgenbild im Archiv.',

  attributeNotWritable:
    'Das Attribut {{attribute}} ist fehlerhaft ({{problem}}); deshalb lässt sich die Serie nicht schreiben. Berichtigen Sie es dort, wo es herkommt.',
  fileWithoutUids: 'Eine DICOM-Datei braucht SOPClassUID und SOPInstanceUID.',
  volumeContradictory:
    'Das Volumen gibt {{slices}} x {{rows}} x {{columns}} an, hat aber {{values}} Werte und {{depths}} Tiefen.',

  otherPixelsMade: 'Die Wiederholung ergab andere Pixel, als die gespeicherten Bilder haben.',
  otherRunMade:
    'Die Wiederholung ergab dieselben Pixel, aber nicht auf die Weise, die die gespeicherten Bilder nennen.',
  otherRecordMade: 'Das Protokoll der Wiederholung ist nicht das der gespeicherten Bilder.',
  otherUids:
    'Die gespeicherten Bilder haben andere UIDs, als diese Version vergibt; welche fehlen, lässt sich nicht sagen.',
  otherIdentity: 'Patient oder Studie sind nicht wie in den gespeicherten Bildern: {{keywords}}.',
  noSeriesIdentity:
    'Die gespeicherten Bilder nennen Nummer, Datum und Zeit ihrer Serie nicht; deshalb lässt sich nichts hinzufügen.',
  notOurImage:
    'Dieses Bild stammt nicht von X-ray to MRI; es gibt nichts zu wiederholen. Wählen Sie eine synthetische Serie oder ihren Bericht.',
  notOurReport:
    'Dieser Bericht stammt nicht von X-ray to MRI; es gibt nichts zu wiederholen. Wählen Sie eine synthetische Serie oder ihren Bericht.',
  recordNotWhole:
    'Das Protokoll ist nicht vollständig ({{fields}}): die Datei stammt von einer anderen Version oder wurde geändert. Sie lässt sich nicht wiederholen.',
  allOfIt: 'nichts davon',
  figureOverSamples:
    'Diese Serie ist eine Größe über {{samples}} Stichproben, nicht eine von ihnen. Wiederholen Sie eine Stichprobe.',
  recordLacksRegion:
    'Das Protokoll nennt den Ausschnitt des Röntgenbilds nicht; deshalb lässt sich nichts wiederholen.',
  recordLacksSolver:
    'Das Protokoll nennt das Lösungsverfahren nicht; deshalb lässt sich nichts wiederholen.',
  modelDiffers: 'Das Modell ist ein anderes: es war {{before}}, jetzt ist es {{now}}.',
  radiographDiffers: 'Das Röntgenbild ist ein anderes als das ursprüngliche.',
  inputDiffers:
    'Der Teil des Röntgenbilds, den das Modell sah, ist ein anderer: seine Pixel, oder wie sie gelesen werden.',
  softwareDiffers: 'Die Software ist eine andere: es war Version {{before}}, jetzt {{now}}.',
  runtimeDiffers: 'Die Laufzeitumgebung ist eine andere: es war {{before}}, jetzt {{now}}.',
};
