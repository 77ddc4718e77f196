/** A seeded source of whole numbers (mulberry32), so that a file that fails can be made again. */
export function seededRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return below => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Lengths and numbers that parsers trip over. */
const EVIL = [0, 1, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** Preamble and mark of a DICOM file, without which nothing is read of it. */
const DICOM_MARK = 132;

/**
 * Bytes with one to four kinds of damage: flipped bits, evil numbers, cuts, repeats and shuffles.
 * @param options.from what comes before is left whole
 */
export function mutatedBytes(
  original: Uint8Array,
  seed: number,
  { from = DICOM_MARK }: { from?: number } = {}
): Uint8Array {
  const random = seededRandom(seed);
  let bytes = new Uint8Array(original);
  const header = Math.min(bytes.length, 1500);
  for (let round = random(4); round >= 0; round--) {
    // Most damage goes where the attributes are.
    const end = random(4) > 0 ? Math.min(header, bytes.length) : bytes.length;
    const at = from + random(Math.max(1, end - from - 4));
    switch (random(6)) {
      case 0:
        for (let i = random(8); i >= 0; i--) {
          const place = Math.min(at + random(40), bytes.length - 1);
          bytes[place] = (bytes[place] ?? 0) ^ (1 << random(8));
        }
        break;
      case 1:
      case 2: {
        const value = EVIL[random(EVIL.length)] ?? 0;
        const size = random(2) === 0 ? 2 : 4;
        for (let i = 0; i < size && at + i < bytes.length; i++) {
          bytes[at + i] = Math.floor(value / 256 ** i) & 0xff;
        }
        break;
      }
      case 3:
        bytes = bytes.slice(0, Math.max(from + 8, at));
        break;
      case 4: {
        const part = bytes.slice(at, at + random(200));
        const joined = new Uint8Array(bytes.length + part.length);
        joined.set(bytes.subarray(0, at));
        joined.set(part, at);
        joined.set(bytes.subarray(at), at + part.length);
        bytes = joined;
        break;
      }
      default:
        bytes.copyWithin(at, from + random(header - from), from + random(header - from) + 60);
    }
  }
  return bytes;
}

const VALUES: readonly unknown[] = [
  null,
  '',
  -1,
  0,
  1.5,
  1e308,
  Number.NaN,
  '1e9',
  'x'.repeat(10_000),
  [],
  [null, null],
  {},
  [{}],
  true,
  '\u0000',
  ['A', 'F', 'A'],
  'MONOCHROME1',
  'LL',
  65_536,
];

/** A document with up to five values replaced, removed or put where others belong. */
export function mutatedDocument<T extends object>(original: T, seed: number): T {
  const random = seededRandom(seed);
  const copy = JSON.parse(JSON.stringify(original)) as T;
  for (let round = random(5); round >= 0; round--) {
    let target = copy as Record<string, unknown>;
    for (let depth = random(4); depth > 0; depth--) {
      const inner = Object.values(target).filter(
        (value): value is Record<string, unknown> => typeof value === 'object' && value !== null
      );
      target = inner[random(inner.length)] ?? target;
    }
    const keys = Object.keys(target);
    const key = keys[random(keys.length)];
    if (key === undefined) {
      continue;
    }
    const other = target[keys[random(keys.length)] ?? key];
    if (random(4) === 0) {
      Reflect.deleteProperty(target, key);
    } else {
      target[key] = random(4) === 0 ? other : VALUES[random(VALUES.length)];
    }
  }
  return copy;
}
