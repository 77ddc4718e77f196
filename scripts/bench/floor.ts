import { stepsASlice, type Workload } from './workload';

/** 10^9 multiply-accumulates of one call of each network for one slice (the encoder: one radiograph). */
export type GigaMacs = Record<'xray_encoder' | 'denoiser' | 'decoder', number>;

/** 10^9 multiply-accumulates of a whole volume without guidance. */
export function volumeGigaMacs(macs: GigaMacs, work: Workload): number {
  return macs.xray_encoder + work.slices * (stepsASlice(work) * macs.denoiser + macs.decoder);
}

/**
 * How much of the arithmetic floor a volume reached, 0 to 1: the time that its multiply-accumulates alone
 * would take at the machine's best rate, by the time that it took.
 * @param rate 10^9 multiply-accumulates a second with as many threads
 */
export function shareOfFloor(gigaMacs: number, rate: number, volumeMs: number): number {
  return (1000 * gigaMacs) / rate / volumeMs;
}
