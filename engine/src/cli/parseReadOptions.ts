import type { Side } from '../radiograph';
import { FLAG, oneOf, onePath, parse, positive, RUNTIMES, TEXT, wholeNumber } from './optionValues';
import { regionChoice, type SynthesizeOptions } from './parseOptions';

/** What `read` is asked. */
export type ReadOptions = Pick<
  SynthesizeOptions,
  'bundle' | 'side' | 'region' | 'frame' | 'turnedOver' | 'pixelSpacingMm' | 'runtime' | 'json'
> & { radiograph: string };

/** Reads the arguments of `read`; null where help is asked for. */
export function parseReadOptions(args: string[]): ReadOptions | null {
  const { values, positionals } = parse(args, {
    bundle: TEXT,
    side: TEXT,
    roi: { ...TEXT, default: 'auto' },
    frame: TEXT,
    'turn-over': FLAG,
    'pixel-spacing': TEXT,
    runtime: { ...TEXT, default: 'cpu' },
    json: FLAG,
    help: { ...FLAG, short: 'h' },
  });
  if (values.help) {
    return null;
  }
  return {
    radiograph: onePath(positionals, 'radiograph'),
    bundle: values.bundle ?? null,
    side:
      values.side === undefined ? null : oneOf<Side>(values.side.toUpperCase(), 'side', ['R', 'L']),
    region: regionChoice(values.roi),
    frame: wholeNumber(values.frame, 'frame', 1),
    turnedOver: values['turn-over'],
    pixelSpacingMm: positive(values['pixel-spacing'], 'pixel-spacing'),
    runtime: oneOf(values.runtime, 'runtime', RUNTIMES),
    json: values.json,
  };
}
