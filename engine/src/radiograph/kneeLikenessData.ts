/* Made by `python -m knee_synth region-likeness` in models/training; see there. */

/** Samples of the template's grid to a cell, and cells down and across. */
export const CELL = 3;
export const CELL_ROWS = 23;
export const CELL_COLUMNS = 19;
export const BIAS = -10.8106;
export const WEIGHT_STEP = 0.0106351;
/** Weights in steps, int8, base64. */
export const WEIGHTS =
  'AxUkHe/1+QAVEAj66gAnIAcMEP//EA7+9PsfIAUTE/4EDgMADxYH/wQPCQwNLyoaHBQPBQcECQgE+PcCDg4YDBkaFxwLDgoE/gMI/P8EC/v/CBURDRQWDRgMBefj/wb4+QT99wkUFAUfGhYe//rz5+r86ej8DAQFAwUAFRwXDAcFDgz9Afn0ARAMDwscDPH8ExYcIB0bFQkNB/7x/A0CHwbC2BYsKDI3LygLGSAK9QwzHQPQga4GJCEiJTIRCR8tHwISOSzxvsLV8wUSFxwpDRgSGQ74+AHx1eESDe/r+QwNHBUY9O/o7PEK7vcaKzIVCw0M6+Lp9NzQ3/TpCAUkKyw8MSYgA9nD1dzk7QIjCf7vAQ4TCvrv9urYyuPx/w0ZLQ757PD2Afbo39vV0uQPEREgEhUNICIE8/v++/fv+f8REgUFFAD/EDREHOz1BAj81PQEDvz3Agz1/RoqLjIIABAD6tb4CwLu9wUEAfocFR8lJAYK+NHjABMB+PsF/wUCCPD6DSoNCvv1AxUiFRENA/oADPfY6fwUDgT6/AkTHBASJiceGSYB5uTnAAUE/gUcISoUDik=';
