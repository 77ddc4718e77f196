const LONGEST_DECIMAL = 16;

/**
 * A number as a Decimal String (PS3.5 6.2): at most 16 characters, with as many digits as fit.
 * @throws {RangeError} when it is not finite
 */
export function decimalString(value: number): string {
  if (!Number.isFinite(value)) {
    throw new RangeError('A Decimal String must be a finite number.');
  }
  for (let digits = 17; ; digits--) {
    const rounded = Number(value.toPrecision(digits));
    const shown = [String(rounded), rounded.toExponential()].find(
      candidate => candidate.length <= LONGEST_DECIMAL
    );
    if (shown !== undefined) {
      return shown;
    }
  }
}

/** Millimetres as a Decimal String, rounded to a nanometre to shed binary noise. */
export function millimetres(value: number): string {
  return decimalString(Number(value.toFixed(6)) + 0);
}

const twoDigits = (value: number) => String(value).padStart(2, '0');

/** Local date and time as DA and TM. */
export function dateAndTime(now: Date): { date: string; time: string } {
  const date = `${String(now.getFullYear()).padStart(4, '0')}${twoDigits(now.getMonth() + 1)}${twoDigits(now.getDate())}`;
  const time = `${twoDigits(now.getHours())}${twoDigits(now.getMinutes())}${twoDigits(now.getSeconds())}`;
  return { date, time };
}

/** Text cut to what fits, at a word where there is one. */
export function shorten(value: string, longest: number): string {
  if (value.length <= longest) {
    return value;
  }
  const cut = value.slice(0, longest - 3);
  const space = cut.lastIndexOf(' ');
  return `${space > longest / 2 ? cut.slice(0, space) : cut}...`;
}
