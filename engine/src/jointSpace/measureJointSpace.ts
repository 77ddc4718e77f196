import { RadiographError, type SpacingSource } from '../radiograph';
import { say } from '../sentences';
import { confidenceOf } from './confidence';
import { edgeLikelihood } from './edgeLikelihood';
import { COMPARTMENTS, edgeOffset, placeMm } from './edgeModel';
import { PLACES } from './edgeModelData';
import { fitEdges } from './fitEdges';
import { jointPatch, type JointPatch } from './jointPatch';
import { leastWidth } from './leastWidth';
import { refineEdges } from './refineEdges';
import type {
  CompartmentWidth,
  FilmPoint,
  JointSpace,
  JointSpaceRequest,
  WidthScale,
} from './types';

/**
 * Where the least width is looked for, in mm beside the joint centre: 25 to 41 % of a knee whose condyles
 * are 80 mm wide, the weight-bearing part of the plateau between spine and rim. Locations of joint-space
 * width are usually given as shares x of that width from its medial side (Duryea et al., Arthritis Care
 * Res 2010, 62:932-937); this is x = 0.09 to 0.25 and 0.75 to 0.91.
 */
export const WINDOW_MM = [20, 33] as const;
/** The film's own pixel size is taken for wrong where region and it differ by more than this factor. */
const LARGEST_MISFIT = 1.8;

const SCALES: Readonly<Record<SpacingSource, WidthScale>> = {
  PixelSpacing: 'known',
  ImagerPixelSpacing: 'known',
  detector: 'detector',
  estimated: 'estimated',
};

/** Pixel size of the film: its own, or where that is not known the one that the region says. */
function scaleOf({
  radiograph,
  region,
  regionMm,
}: JointSpaceRequest): Pick<JointSpace, 'pixelSpacingMm' | 'scale'> {
  const byRegion = regionMm / region.width;
  const own = radiograph.pixelSpacingMm;
  const misfit = own === null ? Infinity : Math.max(own / byRegion, byRegion / own);
  if (own === null || misfit > LARGEST_MISFIT) {
    return { pixelSpacingMm: byRegion, scale: 'estimated' };
  }
  const scale: WidthScale = SCALES[radiograph.spacingSource ?? 'PixelSpacing'];
  return { pixelSpacingMm: own, scale };
}

/** Points of an edge in mm from the joint centre, from left to right on the film. */
function edgeLine(heights: Float64Array, compartment: number, edge: number, sign: number) {
  const offset = edgeOffset(compartment, edge);
  const points = Array.from({ length: PLACES }, (_, place): FilmPoint => ({
    x: sign * placeMm(place),
    y: heights[offset + place] ?? 0,
  }));
  return sign > 0 ? points : points.reverse();
}

/** Angle of the line through both tibial plateaus. */
function jointLineTilt(heights: Float64Array, medialSign: 1 | -1): number {
  const [medial, lateral] = [0, 1].map(compartment => {
    const offset = edgeOffset(compartment, 1);
    const inside = Array.from({ length: PLACES }, (_, place) => place).filter(
      place => placeMm(place) >= WINDOW_MM[0] && placeMm(place) <= WINDOW_MM[1]
    );
    const sum = inside.reduce((total, place) => total + (heights[offset + place] ?? 0), 0);
    return sum / inside.length;
  });
  const apart = WINDOW_MM[0] + WINDOW_MM[1];
  return Math.atan2(medialSign * ((medial ?? 0) - (lateral ?? 0)), apart);
}

/**
 * Measures the joint space on a frontal film of the knee: traces the condyles' distal and the plateaus'
 * proximal edges and takes their least distance across the joint line in each compartment. The tibial edge is
 * that of the plateau's floor where femur and tibia are nearest to each other, not its anterior or posterior rim.
 * Widths are those of the plane for which the pixel size holds, which `scale` tells; no magnification is taken off.
 * @throws {RadiographError} where the region has no size
 */
export function measureJointSpace(request: JointSpaceRequest): JointSpace {
  const { radiograph, region, side } = request;
  if (!(region.width > 0) || !(region.height > 0)) {
    throw new RadiographError(say('regionNoSize', { width: region.width, height: region.height }));
  }
  const { pixelSpacingMm, scale } = scaleOf(request);
  const patch = jointPatch(radiograph, region, pixelSpacingMm);
  const medialSign = side === 'R' ? 1 : -1;
  const likelihood = edgeLikelihood(patch, medialSign);
  const fit = fitEdges(likelihood);
  const heights = refineEdges(likelihood, fit);
  const tilt = jointLineTilt(heights, medialSign);
  const measure = (compartment: number): CompartmentWidth => {
    const sign = compartment === 0 ? medialSign : -medialSign;
    const [upper, lower] = [0, 1].map(edge => edgeLine(heights, compartment, edge, sign));
    const within = sign > 0 ? WINDOW_MM : ([-WINDOW_MM[1], -WINDOW_MM[0]] as const);
    const least = leastWidth({ upper: upper ?? [], lower: lower ?? [] }, tilt, within);
    if (!least) {
      throw new RadiographError(say('jointSpaceUntraced'));
    }
    const traced = { compartment, heights, within: WINDOW_MM, deviation: fit.deviation };
    return {
      compartment: COMPARTMENTS[compartment] ?? 'medial',
      widthMm: least.widthMm,
      ...endsOnFilm(least, patch),
      femurEdge: onFilm(upper ?? [], patch),
      tibiaEdge: onFilm(lower ?? [], patch),
      ...confidenceOf(likelihood, { ...traced, widthMm: least.widthMm }),
    };
  };
  return { medial: measure(0), lateral: measure(1), scale, pixelSpacingMm };
}

const onFilm = (line: readonly FilmPoint[], patch: JointPatch) =>
  line.map(({ x, y }) => patch.toFilm(x, y));

const endsOnFilm = (
  { upper, lower }: { upper: FilmPoint; lower: FilmPoint },
  patch: JointPatch
) => ({ femurEnd: patch.toFilm(upper.x, upper.y), tibiaEnd: patch.toFilm(lower.x, lower.y) });
