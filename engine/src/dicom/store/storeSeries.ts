import { say } from '../../sentences';
import { storeInstancesOf } from './storeInstancesOf';
import type { InstancesOutcome, StorableSeries, StoreOutcome, StoreRequest } from './types';

/** The report as a series of one instance. */
function reportSeries(
  { studyInstanceUID, notStorable }: StorableSeries,
  { seriesInstanceUID, ...instance }: NonNullable<StorableSeries['report']>
): StorableSeries {
  return { studyInstanceUID, seriesInstanceUID, notStorable, instances: [instance] };
}

const isThere = ({ state }: InstancesOutcome) =>
  state === 'stored-and-verified' || state === 'stored';

/**
 * Stores a series and then its report, and says what of it the archive lists afterwards. The report waits
 * until all images are there as they should be, since it refers to them. To resume after anything, call it
 * again with the same series.
 * @throws the signal's reason when cancelled; everything else is in the outcome
 */
export async function storeSeries(request: StoreRequest): Promise<StoreOutcome> {
  const { series } = request;
  const images = await storeInstancesOf(request);
  if (series.report === undefined) {
    return { ...images, report: 'none' };
  }
  if (!isThere(images)) {
    return { ...images, report: 'missing' };
  }
  const ofReport = {
    ...request,
    series: reportSeries(series, series.report),
    onProgress: undefined,
  };
  const report = await storeInstancesOf(ofReport, true);
  if (isThere(report)) {
    return { ...images, report: 'stored' };
  }
  return {
    ...images,
    state: 'partly-stored',
    report: 'missing',
    reasons: [say('reportNotThere'), ...report.reasons],
  };
}
