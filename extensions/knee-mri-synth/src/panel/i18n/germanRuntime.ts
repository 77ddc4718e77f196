/** What the engine says of the model and of what it runs on, in German, by code. */
export const germanRuntime = {
  cancelled: 'Die Berechnung wurde abgebrochen.',
  outOfMemory:
    'Der Speicher des Rechners reicht für die Berechnung nicht; schließen Sie andere Tabs und Programme oder verlangen Sie weniger Schichten, und versuchen Sie es noch einmal.',
  noAdapterHere:
    'Hier gibt es keine Grafikkarte für WebGPU (unter Linux braucht es Vulkan und einen Treiber); nehmen Sie eine andere Laufzeitumgebung.',
  runtimeFailed:
    'Die Laufzeitumgebung hat die Netze mit einem Fehler beendet; versuchen Sie es noch einmal, und wenn es wieder geschieht, mit einer anderen Laufzeitumgebung.',
  noWebgpu:
    'WebGPU wird nicht verwendet, weil dieser Browser keine Grafikkarte dafür anbietet; der Prozessor rechnet, was länger dauert.',
  oneThread:
    'Der Prozessor rechnet mit nur einem Thread, weil die Seite nicht ursprungsisoliert ist; der Administrator kann das ändern (siehe Installationsanleitung).',
  noRuntimeLeft: 'Es bleibt keine Laufzeitumgebung zu versuchen; laden Sie die Seite neu.',
  wrongAnswer:
    'Auf {{runtime}} gibt das Netz {{network}} eine falsche Antwort (Abweichung {{percent}} %); seinen Ergebnissen ist hier nicht zu trauen. Nehmen Sie eine andere Laufzeitumgebung oder einen anderen Rechner.',
  graphicsDevice: 'Grafikkarte',
  processor: 'Prozessor',
  deviceRestarted: 'Gerät während der Berechnung verloren und neu gestartet: {{device}}.',
  deviceGivenUp:
    'Gerät erneut verloren: {{device}}. Es wird nicht mehr verwendet, bis die Seite neu geladen ist.',
  slicesFromLost: 'Schichten dieses Volumens von dem Gerät, das verloren ging: {{slices}}.',
  deviceLostTwice:
    'Gerät zweimal verloren: {{device}}, und es gibt kein anderes. Starten Sie das Programm neu; wenn es wieder geschieht, aktualisieren Sie den Grafiktreiber oder nehmen Sie eine andere Laufzeitumgebung.',
  notNumbers:
    'Die Netze gaben Schichten, die keine Zahlen oder unvollständig sind; deshalb wird nichts davon gezeigt. Erzeugen Sie noch einmal; wenn es wieder geschieht, nehmen Sie die andere Laufzeitumgebung.',
  workerNotStarted:
    'Der Hintergrundprozess der Berechnung hielt an oder ließ sich nicht starten; versuchen Sie es noch einmal, und wenn es wieder geschieht, fragen Sie den Administrator, ob das Plugin vollständig installiert ist.',
  workerUnreadable:
    'Eine Nachricht des Hintergrundprozesses war nicht lesbar; versuchen Sie es noch einmal.',
  workerSilent:
    'Der Hintergrundprozess der Berechnung gibt kein Lebenszeichen mehr; versuchen Sie es noch einmal.',
  notCloneable: 'Der Auftrag enthält Werte, die kein Hintergrundprozess übernehmen kann.',
  depthsOutside:
    'Die Tiefen müssen zwischen {{posterior}} und {{anterior}} mm von der Gelenkmitte liegen.',
  depthsUneven: 'Die Tiefen müssen in gleichen Schritten ansteigen, die dorsale zuerst.',
  guidanceRange: 'Die Führung muss eine Zahl von mindestens 0 sein, nicht {{guidance}}.',
  wholeNumberRange:
    '{{option}} muss eine ganze Zahl von {{least}} bis {{most}} sein, nicht {{value}}.',
  optionSlices: 'Die Zahl der Schichten',
  optionFinerSlices: 'Die Zahl der Schichten samt den Zwischenschichten',
  optionDepths: 'Die Zahl der Tiefen',
  optionSteps: 'Die Zahl der Schritte',
  optionSeed: 'Der Startwert',
  optionBatch: 'Die Zahl gemeinsam berechneter Schichten',
  optionSample: 'Die Nummer der Stichprobe',
  depthFactorChoice:
    'Zwischen zwei Tiefen kommen 0, 1 oder 3 weitere (Faktor 1, 2 oder 4), nicht Faktor {{factor}}.',
  samplesRange:
    'Die Zahl der Stichproben muss eine ganze Zahl von mindestens 2 sein, nicht {{samples}}.',

  modelNotKept:
    'Das Modell ließ sich in diesem Browser nicht aufbewahren (sein Speicher ist voll oder dieser Seite nicht erlaubt); es wird beim nächsten Mal wieder geladen.',
  downloadStopped:
    'Das Laden der Modelldatei {{path}} endete nach {{read}} MB; prüfen Sie die Netzverbindung und erzeugen Sie noch einmal.',
  downloadStoppedOf:
    'Das Laden der Modelldatei {{path}} endete nach {{read}} von {{whole}} MB; prüfen Sie die Netzverbindung und erzeugen Sie noch einmal.',
  modelFileIsPage:
    'Der Server hat die Modelldatei {{path}} nicht (er antwortet mit einer Seite); prüfen Sie, wo das Modell installiert ist.',
  modelFileStatus:
    'Der Server hat die Modelldatei {{path}} nicht (Status {{status}}); prüfen Sie, wo das Modell installiert ist.',
  modelFileUnreadable:
    'Die Modelldatei {{path}} war nicht lesbar; prüfen Sie, ob das ganze Modell da ist.',
  modelFileNotJson:
    'Die Modelldatei {{path}} ist kein gültiges JSON; kopieren Sie das Modell noch einmal.',
  modelFileSize:
    'Die Modelldatei {{path}} hat {{found}} Bytes statt {{expected}}; kopieren Sie das Modell noch einmal.',
  modelFileHash:
    'Die Modelldatei {{path}} ist nicht die, die ihre Metadaten beschreiben (anderes SHA-256); kopieren Sie das Modell noch einmal.',
  modelMetadata:
    '{{path}} des Modells ist nicht so, wie diese Version der Software es braucht ({{fields}}). Nehmen Sie ein Modell, das dafür exportiert wurde.',
  noGrader:
    'Dieses Modell hat keinen Befunder und schlägt daher nichts vor; befunden Sie selbst, oder nehmen Sie ein anderes Modell.',
  graderUntested:
    'Das Modell sagt nicht, was sein Befunder antworten muss; seinen Vorschlägen ist nicht zu trauen. Nehmen Sie ein anderes Modell.',
  gradesUnusable:
    'Der Befunder des Modells gab keine Grade; daher wird nichts vorgeschlagen. Nehmen Sie ein anderes Modell.',
  fieldType: '{{field}}: muss vom Typ {{type}} sein',
  fieldAtLeast: '{{field}}: muss mindestens {{least}} sein',
  fieldAtMost: '{{field}}: darf höchstens {{most}} sein',
  fieldAbove: '{{field}}: muss größer als {{least}} sein',
  fieldBelow: '{{field}}: muss kleiner als {{most}} sein',
  fieldTooShort: '{{field}}: muss mindestens {{least}} Zeichen oder Einträge haben',
  fieldTooLong: '{{field}}: darf höchstens {{most}} Zeichen oder Einträge haben',
  fieldValue: '{{field}}: muss einer dieser Werte sein: {{values}}',
  fieldUnknown: '{{field}}: hat unbekannte Felder ({{keys}})',
  fieldForm: '{{field}}: hat nicht die verlangte Form',
  placesDiffer: 'readings.length ist {{length}}, seine Variablen brauchen {{places}}',
  rangeMustAscend: '{{field}} muss ansteigen',
  graderVariableUnknown: 'grader.variables: {{name}} ist kein Befund dieses Modells',
  graderVariableTwice: 'grader.variables: {{name}} steht zweimal da',
  graderAgreementSilent: 'grader.agreement sagt nichts zu {{name}}',
  patientVariableTwice: 'patient.variables nennt eines zweimal',
  goldenUnreadable:
    'Die Datei der erwarteten Ausgaben des Modells ist nicht so, wie diese Version der Software sie braucht; nehmen Sie ein Modell, das dafür exportiert wurde.',
};
