import type { NetworkBundle } from '../bundle';
import type { DicomAttributes } from './attributes';
import { codeItem, UNITS } from './codes';
import type { SeriesContent } from './provenance';

/** How grey values are stored and shown: `xray_to_mri.intensity` of the bundle. */
export type Intensity = NetworkBundle['intensity'];

/** A standard deviation of values between 0 and 1 is at most 0.5; most are far below. */
const LARGEST_DEVIATION = 0.5;
const SHOWN_PART_OF_DEVIATIONS = 0.5;

const LABELS: Record<SeriesContent, { label: string; explanation: string }> = {
  sample: { label: 'SIGNAL', explanation: 'Synthetic signal, relative' },
  mean: { label: 'MEAN', explanation: 'Mean of synthetic signals, relative' },
  'standard-deviation': {
    label: 'STD_DEV',
    explanation: 'Standard deviation of synthetic signals, relative',
  },
};

/** How the voxels of a kind of series are stored: deviations use the bits for the smaller range they have. */
export function intensityOf(intensity: Intensity, content: SeriesContent): Intensity {
  if (content !== 'standard-deviation') {
    return intensity;
  }
  const [least, most] = intensity.network_range;
  const shown = SHOWN_PART_OF_DEVIATIONS * (2 ** intensity.stored_bits - 1);
  return {
    ...intensity,
    network_range: [0, LARGEST_DEVIATION * (most - least)],
    window_center: Math.round(shown / 2),
    window_width: Math.round(shown),
  };
}

/**
 * What stored values mean (PS3.3 C.7.6.16.2.11): the value of the networks, a pure number. No MRI signal was
 * measured, so it has no unit.
 */
export function realWorldValues(content: SeriesContent, intensity: Intensity): DicomAttributes {
  const [least, most] = intensity.network_range;
  const largest = 2 ** intensity.stored_bits - 1;
  const { label, explanation } = LABELS[content];
  return {
    RealWorldValueFirstValueMapped: 0,
    RealWorldValueLastValueMapped: largest,
    RealWorldValueIntercept: least,
    RealWorldValueSlope: (most - least) / largest,
    LUTExplanation: explanation,
    LUTLabel: label,
    MeasurementUnitsCodeSequence: [codeItem(UNITS.none)],
  };
}
