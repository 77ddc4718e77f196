import type { Side } from '../radiograph';

/** A synthetic volume of coronal slices, of the knee's own side (a left knee is mirrored back). */
export interface Volume {
  /**
   * slices x rows x columns in C order; about [0, 1], not clipped. Slice 0 is the most posterior, rows
   * run from superior to inferior, columns from the patient's right to left.
   */
  data: Float32Array;
  slices: number;
  rows: number;
  columns: number;
  pixelMm: number;
  /** Distance of the centres of neighbouring slices. */
  spacingMm: number;
  /** Of every slice, ascending: millimetres anterior of the joint centre. */
  depthsMm: number[];
  side: Side;
}
