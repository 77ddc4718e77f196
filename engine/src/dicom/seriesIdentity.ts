import type { UidSource } from './uid';
import { derivedUid } from './uid';
import { dateAndTime } from './values';

/**
 * Under which UID, number and time a series is written. All other UIDs follow from its own, so that the same
 * run under the same identity gives the same files to the byte.
 */
export interface SeriesIdentity {
  seriesInstanceUID: string;
  seriesNumber: number;
  /** DA and TM of all that is dated in it. */
  date: string;
  time: string;
}

/** UIDs of what belongs to a series. */
export interface SeriesUids {
  frameOfReferenceUID: string;
  /** Of the image with a number, from 1. */
  image(instanceNumber: number): string;
  /** Of the report about it, and of the series that this is in. */
  reportUID: string;
  reportSeriesUID: string;
}

/** The UIDs of what belongs to a series of this product. */
export function uidsOfSeries(seriesInstanceUID: string): SeriesUids {
  const uid = (name: string) => derivedUid(seriesInstanceUID, name);
  return {
    frameOfReferenceUID: uid('frame of reference'),
    image: instanceNumber => uid(`image ${instanceNumber}`),
    reportUID: uid('report'),
    reportSeriesUID: uid('report series'),
  };
}

/** The identity of a series that is made for the first time. */
export function newIdentity(seriesNumber: number, now: Date, newUid: UidSource): SeriesIdentity {
  const { date, time } = dateAndTime(now);
  return { seriesInstanceUID: newUid(), seriesNumber, date, time };
}
