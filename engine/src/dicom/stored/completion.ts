import { say, type Sentence } from '../../sentences';
import type { DicomAttributes } from '../attributes';
import type { SyntheticSeries } from '../buildSyntheticSeries';
import { COPIED, requiredIdentity } from '../identity';
import { changesSince, readRunRecord, recordAsText, type RunRecord } from '../record';
import type { StoredSeries } from './storedSeries';

/** A value in one form, whether it came from a file, from DICOM JSON or from the viewer. */
function inOneForm(value: unknown): string {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  const forms = values.map(one => {
    if (typeof one !== 'object' || one === null) {
      return String(one ?? '').trim();
    }
    const groups = Object.entries(one).filter(([, group]) => group !== '');
    return groups.length === 0 ? '' : JSON.stringify(groups.sort());
  });
  return forms.join('\\');
}

/** Attributes of patient and study that are not as they were when the first images were stored. */
function changedIdentity(stored: DicomAttributes, again: DicomAttributes): string[] {
  const [before, now] = [requiredIdentity(stored), requiredIdentity(again)];
  return COPIED.always.filter(keyword => inOneForm(before[keyword]) !== inOneForm(now[keyword]));
}

function changesOfRun(stored: RunRecord, again: RunRecord): Sentence[] {
  const changes = changesSince(stored, again);
  if (stored.pixelsSha256 !== again.pixelsSha256) {
    return [say('otherPixelsMade'), ...changes];
  }
  if (changes.length > 0) {
    return [say('otherRunMade'), ...changes];
  }
  return recordAsText(stored) === recordAsText(again) ? [] : [say('otherRecordMade')];
}

/**
 * Why what an archive has of a series must not be completed with a run that was made again, in sentences;
 * none where it may. A series is one run of one patient: its rest is added only where everything but the
 * images' own numbers is as it was, to the last bit.
 * @param again made with the stored series' identity
 */
export function whyNotCompleted(stored: StoredSeries, again: SyntheticSeries): Sentence[] {
  const first = again.instances[0]?.dataset ?? {};
  const uids = new Map(again.instances.map(one => [one.instanceNumber, one.sopInstanceUID]));
  if (stored.images.some(one => uids.get(one.instanceNumber) !== one.sopInstanceUID)) {
    return [say('otherUids')];
  }
  const changed = changedIdentity(stored.attributes, first);
  return [
    ...changesOfRun(stored.record, readRunRecord(first)),
    ...(changed.length === 0 ? [] : [say('otherIdentity', { keywords: changed.join(', ') })]),
  ];
}
