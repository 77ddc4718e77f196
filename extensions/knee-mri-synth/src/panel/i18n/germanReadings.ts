/** What the engine says of readings, in German, by code. */
export const germanReadings = {
  tableGrade:
    '{{name}} der Tabelle muss eine ganze Zahl von {{min}} bis {{max}} sein oder fehlen; berichtigen Sie es.',
  tableNoRow: 'Die Tabelle hat keine Zeile für dieses Knie (SIDE ist 1 rechts, 2 links).',
  tableRowsDiffer:
    'Die Tabelle hat mehrere verschiedene Zeilen für dieses Knie; behalten Sie die einer Person, einer Seite und eines Leseprojekts.',
  tableRowsSilent:
    'Die Tabelle hat mehrere verschiedene Zeilen und sagt nicht, von welchem Knie sie sind (SIDE ist 1 rechts, 2 links); nennen Sie es, oder behalten Sie die Zeile dieses Knies.',
  readingsOtherKnee: 'Die Befunde sind vom anderen Knie (SIDE ist 1 rechts, 2 links).',
  readingsOwnerForm: '{{key}} der Befunde muss ein Text, eine Zahl oder null sein.',
  tableTooLarge: 'Die Tabelle ist zu groß; behalten Sie die Zeilen einer Person.',
  tableVisits: 'Die Tabelle hat {{name}} von mehreren Besuchen; behalten Sie einen davon.',
  tableRowTooLong:
    'Die Zeile dieses Knies hat mehr Zellen als die Tabelle Namen; setzen Sie Text, in dem ein Trennzeichen steht, zwischen Anführungszeichen.',
  severalVisits: 'Die Befunde sind von mehreren Besuchen ({{visits}}); behalten Sie die von einem.',
  tableNoNames:
    'Die erste Zeile der Tabelle hat keinen der Namen der OAI, etwa V00XRKL; benennen Sie die Spalten so.',
  unknownReading:
    'Das Modell fragt nach dem Befund {{name}}, den diese Version nicht kennt; aktualisieren Sie die Software.',
  readingOutOfRange:
    '{{name}} muss eine ganze Zahl von {{min}} bis {{max}} oder nicht erhoben sein, nicht {{value}}.',
  readingsNotJson:
    'Die Befunde sind kein gültiges JSON; schreiben Sie sie wie {"XRKL": 2, "XRJSM": 1}.',
  readingsNotObject:
    'Die Befunde müssen ein JSON-Objekt aus Namen und Graden sein, wie {"XRKL": 2, "XRJSM": 1}.',
  wrongReadings: 'Die Befunde sind fehlerhaft: {{problems}}.',
  readingUnknown: '{{key}} ist keiner der Namen {{names}}',
  readingTwice: '{{name}} kommt zweimal vor',
  readingForm: '{{key}} muss ein Grad, null oder {"value": ..., "source": ...} sein',
  readingGrade:
    '{{name}} muss eine ganze Zahl von {{min}} bis {{max}} oder null sein, nicht {{value}}',
};
