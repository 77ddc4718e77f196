import type { DicomAttributes } from '../attributes';
import type { SyntheticSeries } from '../buildSyntheticSeries';
import { COPIED, copyIdentity } from '../identity';
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
  const [before, now] = [copyIdentity(stored), copyIdentity(again)];
  return COPIED.always.filter(keyword => inOneForm(before[keyword]) !== inOneForm(now[keyword]));
}

function changesOfRun(stored: RunRecord, again: RunRecord): string[] {
  const changes = changesSince(stored, again);
  if (stored.pixelsSha256 !== again.pixelsSha256) {
    return [
      'The run was made again and gave other pixels than the stored images have.',
      ...changes,
    ];
  }
  if (changes.length > 0) {
    return [
      'The run was made again with the same pixels, but not as the stored images say of themselves.',
      ...changes,
    ];
  }
  return recordAsText(stored) === recordAsText(again)
    ? []
    : ['The run was made again, and its record is not that of the stored images.'];
}

/**
 * Why what an archive has of a series must not be completed with a run that was made again, in sentences;
 * none where it may. A series is one run of one patient: its rest is added only where everything but the
 * images' own numbers is as it was, to the last bit.
 * @param again made with the stored series' identity
 */
export function whyNotCompleted(stored: StoredSeries, again: SyntheticSeries): string[] {
  const first = again.instances[0]?.dataset ?? {};
  const uids = new Map(again.instances.map(one => [one.instanceNumber, one.sopInstanceUID]));
  if (stored.images.some(one => uids.get(one.instanceNumber) !== one.sopInstanceUID)) {
    return [
      'The stored images have other UIDs than this version gives them, so that which are missing cannot be told.',
    ];
  }
  const changed = changedIdentity(stored.attributes, first);
  return [
    ...changesOfRun(stored.record, readRunRecord(first)),
    ...(changed.length === 0
      ? []
      : [`Patient or study are not as the stored images have them: ${changed.join(', ')}.`]),
  ];
}
