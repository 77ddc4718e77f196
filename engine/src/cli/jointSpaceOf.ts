import type { MeasuredWidth } from '../dicom';
import { measureJointSpace, type CompartmentWidth, type JointSpace } from '../jointSpace';
import type { KneeChoice } from './chooseKnee';
import type { Input } from './readInput';

type CompartmentJson = Pick<
  CompartmentWidth,
  'widthMm' | 'confidence' | 'doubts' | 'femurEnd' | 'tibiaEnd'
>;

/** The joint space in result.json: mm, and the ends in pixels of the picture as it is turned. */
export interface JointSpaceJson extends Pick<JointSpace, 'scale'> {
  medial: CompartmentJson;
  lateral: CompartmentJson;
}

const rounded = (value: number) => Math.round(1000 * value) / 1000;

/** Measures the joint space of the chosen knee on the radiograph. */
export function jointSpaceOf(
  { radiograph }: Input,
  { region, side }: KneeChoice,
  regionMm: number
): { json: JointSpaceJson; widths: MeasuredWidth[] } {
  const { scale, ...found } = measureJointSpace({ radiograph, region, side, regionMm });
  const json = ({ widthMm, confidence, doubts, femurEnd, tibiaEnd }: CompartmentWidth) => ({
    widthMm: rounded(widthMm),
    confidence: rounded(confidence),
    doubts,
    femurEnd: { x: rounded(femurEnd.x), y: rounded(femurEnd.y) },
    tibiaEnd: { x: rounded(tibiaEnd.x), y: rounded(tibiaEnd.y) },
  });
  return {
    json: { scale, medial: json(found.medial), lateral: json(found.lateral) },
    widths: [found.medial, found.lateral].map(({ compartment, widthMm, confidence }) => ({
      compartment,
      widthMm,
      confidence,
      scale,
    })),
  };
}
