import type { Radiograph, Region, Side } from '../radiograph';

export type CompartmentName = 'medial' | 'lateral';

/** A point of the film in pixels from its upper left corner, as regions have it. */
export interface FilmPoint {
  x: number;
  y: number;
}

/** Why a width is not to be relied upon. */
export type WidthDoubt = 'cut-off' | 'unclear-edge' | 'double-edge' | 'unusual-shape' | 'no-space';

/** The joint space of one compartment. */
export interface CompartmentWidth {
  compartment: CompartmentName;
  /** Least distance of the two edges across the joint line, within the compartment's window, in mm. */
  widthMm: number;
  /** Where it was measured: on the femur and on the tibia. */
  femurEnd: FilmPoint;
  tibiaEnd: FilmPoint;
  /** The distal edge of the femoral condyle, from the middle of the joint outwards. */
  femurEdge: FilmPoint[];
  /** The proximal edge of the tibial plateau, from the middle of the joint outwards. */
  tibiaEdge: FilmPoint[];
  /** 0 (a guess) to 1. */
  confidence: number;
  /** What the confidence suffers from. */
  doubts: WidthDoubt[];
}

/**
 * Where a measurement's millimetres hold: in the plane of the knee (`known`), on the detector, where the knee is
 * larger by a magnification that is not known (`detector`), or about, by the size of the region (`estimated`).
 */
export type WidthScale = 'known' | 'detector' | 'estimated';

export interface JointSpace {
  medial: CompartmentWidth;
  lateral: CompartmentWidth;
  scale: WidthScale;
  /** Of the film, as the widths were taken with it. */
  pixelSpacingMm: number;
}

export interface JointSpaceRequest {
  radiograph: Radiograph;
  /** Square around the joint centre. */
  region: Region;
  /** What the region measures in mm (`region_mm` of the bundle). */
  regionMm: number;
  side: Side;
}
