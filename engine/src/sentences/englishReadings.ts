/** What the engine says to the user about readings, by code. */
export const READINGS = {
  tableGrade:
    "The table's {{name}} must be a whole number from {{min}} to {{max}} or missing; correct it.",
  tableNoRow: 'The table has no row for this knee (SIDE is 1 right, 2 left).',
  tableRowsDiffer:
    'The table has several rows for this knee that differ; keep the row of one person, side and reading project.',
  tableRowsSilent:
    'The table has several rows that differ and does not say which knee they are of (SIDE is 1 right, 2 left); name it, or keep the row of this knee.',
  readingsOtherKnee: 'The readings are of the other knee (SIDE is 1 right, 2 left).',
  readingsOwnerForm: '{{key}} of the readings must be a text, a number or null.',
  tableTooLarge: 'The table is too large; keep the rows of one person.',
  tableVisits: 'The table has {{name}} of several visits; keep one of them.',
  tableRowTooLong:
    'The row of this knee has more cells than the table has names; put text with a separator in it between quotes.',
  severalVisits: 'The readings are of several visits ({{visits}}); keep those of one.',
  tableNoNames:
    "The table's first line has none of the OAI's names, such as V00XRKL; name the columns so.",
  unknownReading:
    'The model asks for the reading {{name}}, which this version does not know; update the software.',
  readingOutOfRange:
    '{{name}} must be a whole number from {{min}} to {{max}}, or not read, not {{value}}.',
  readingsNotJson: 'The readings are not valid JSON; write them like {"XRKL": 2, "XRJSM": 1}.',
  readingsNotObject:
    'The readings must be one JSON object of names and grades, like {"XRKL": 2, "XRJSM": 1}.',
  wrongReadings: 'Wrong readings: {{problems}}.',
  readingUnknown: '{{key}} is not one of {{names}}',
  readingTwice: '{{name}} is given twice',
  readingForm: '{{key}} must be a grade, null, or {"value": ..., "source": ...}',
  readingGrade: '{{name}} must be a whole number from {{min}} to {{max}} or null, not {{value}}',
} as const;
