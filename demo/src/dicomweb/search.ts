import {
  firstString,
  integerValue,
  keywordOf,
  type AttributeValue,
  type DicomJson,
} from '../dicom';
import {
  INSTANCE_TAGS,
  SERIES_TAGS,
  STUDY_TAGS,
  type InstanceEntry,
  type SeriesEntry,
  type StudyEntry,
} from '../store';
import { HttpError } from './http-error';
import { matchesValue } from './matching';
import type { Query } from './query';

/** One result with the place of its instances, from which fields outside the index can be read. */
export interface SearchResult {
  attributes: DicomJson;
  sample: { study: string; series: string; instance: string } | null;
}

interface Candidate extends SearchResult {
  /** What the result is sorted by, in this order. */
  sortKey: (string | number)[];
}

const value = (
  vr: string,
  ...values: AttributeValue[]
): { vr: string; Value: AttributeValue[] } => ({
  vr,
  Value: values,
});

const distinct = (values: string[]): string[] => [...new Set(values.filter(text => text !== ''))];

function studyAttributes(study: StudyEntry, root: string): DicomJson {
  const series = [...study.series.values()];
  const modalities = distinct(series.map(({ attributes }) => firstString(attributes, '00080060')));
  return {
    ...study.attributes,
    '00080056': value('CS', 'ONLINE'),
    '00080061': value('CS', ...modalities),
    '00081190': value('UR', `${root}/studies/${study.uid}`),
    '00201206': value('IS', series.length),
    '00201208': value(
      'IS',
      series.reduce((sum, { instances }) => sum + instances.size, 0)
    ),
  };
}

const seriesAttributes = (study: StudyEntry, series: SeriesEntry, root: string): DicomJson => ({
  ...series.attributes,
  '0020000D': value('UI', study.uid),
  '00081190': value('UR', `${root}/studies/${study.uid}/series/${series.uid}`),
  '00201209': value('IS', series.instances.size),
});

const instanceAttributes = (
  study: StudyEntry,
  series: SeriesEntry,
  instance: InstanceEntry,
  root: string
): DicomJson => ({
  ...instance.attributes,
  '0020000D': value('UI', study.uid),
  '0020000E': value('UI', series.uid),
  '00080056': value('CS', 'ONLINE'),
  '00081190': value(
    'UR',
    `${root}/studies/${study.uid}/series/${series.uid}/instances/${instance.uid}`
  ),
});

const firstInstance = (study: StudyEntry, series: SeriesEntry): SearchResult['sample'] => {
  const [instance] = series.instances.keys();
  return instance === undefined ? null : { study: study.uid, series: series.uid, instance };
};

function studyCandidate(study: StudyEntry, root: string): Candidate {
  const [series] = study.series.values();
  return {
    attributes: studyAttributes(study, root),
    sample: series ? firstInstance(study, series) : null,
    sortKey: [
      // Newest first: the digits' complement sorts as text.
      complement(firstString(study.attributes, '00080020')),
      complement(firstString(study.attributes, '00080030')),
      study.uid,
    ],
  };
}

const complement = (digits: string): string =>
  digits.replace(/\d/g, digit => String(9 - Number(digit)));

const seriesCandidate = (study: StudyEntry, series: SeriesEntry, root: string): Candidate => ({
  attributes: seriesAttributes(study, series, root),
  sample: firstInstance(study, series),
  sortKey: [study.uid, integerValue(series.attributes, '00200011') ?? Infinity, series.uid],
});

const instanceCandidate = (
  study: StudyEntry,
  series: SeriesEntry,
  instance: InstanceEntry,
  root: string
): Candidate => ({
  attributes: instanceAttributes(study, series, instance, root),
  sample: { study: study.uid, series: series.uid, instance: instance.uid },
  sortKey: [
    study.uid,
    series.uid,
    integerValue(instance.attributes, '00200013') ?? Infinity,
    instance.uid,
  ],
});

function bySortKey(a: Candidate, b: Candidate): number {
  for (const [i, left] of a.sortKey.entries()) {
    const right = b.sortKey[i] ?? '';
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** Which level a search is for, and what the path already fixes. */
export interface SearchScope {
  level: 'studies' | 'series' | 'instances';
  study: string | null;
  series: string | null;
}

function candidates(
  studies: ReadonlyMap<string, StudyEntry>,
  scope: SearchScope,
  root: string
): { candidate: Candidate; searched: DicomJson }[] {
  const wanted = <T>(map: ReadonlyMap<string, T>, uid: string | null): T[] => {
    const one = uid === null ? undefined : map.get(uid);
    return uid === null ? [...map.values()] : one === undefined ? [] : [one];
  };
  return wanted(studies, scope.study).flatMap(study => {
    const ofStudy = studyAttributes(study, root);
    if (scope.level === 'studies') {
      return [{ candidate: studyCandidate(study, root), searched: ofStudy }];
    }
    return wanted(study.series, scope.series).flatMap(series => {
      const ofSeries = { ...ofStudy, ...seriesAttributes(study, series, root) };
      if (scope.level === 'series') {
        return [{ candidate: seriesCandidate(study, series, root), searched: ofSeries }];
      }
      return [...series.instances.values()].map(instance => {
        const candidate = instanceCandidate(study, series, instance, root);
        return { candidate, searched: { ...ofSeries, ...candidate.attributes } };
      });
    });
  });
}

/** Attributes that a search counts or fills in itself. */
const COMPUTED_TAGS = ['00080056', '00080061', '00201206', '00201208', '00201209'];

const SEARCHABLE: Record<SearchScope['level'], ReadonlySet<string>> = {
  studies: new Set([...COMPUTED_TAGS, ...STUDY_TAGS]),
  series: new Set([...COMPUTED_TAGS, ...STUDY_TAGS, ...SERIES_TAGS]),
  instances: new Set([...COMPUTED_TAGS, ...STUDY_TAGS, ...SERIES_TAGS, ...INSTANCE_TAGS]),
};

/**
 * Results of a query in a settled order: studies newest first, series and instances by their numbers.
 * @throws HttpError 400 if the query asks for an attribute that is not searched at this level.
 */
export function search(
  studies: ReadonlyMap<string, StudyEntry>,
  scope: SearchScope,
  query: Query,
  root: string
): SearchResult[] {
  for (const tag of query.matches.keys()) {
    if (!SEARCHABLE[scope.level].has(tag)) {
      throw new HttpError(400, `Searching ${scope.level} by ${keywordOf(tag)} is not supported.`);
    }
  }
  return candidates(studies, scope, root)
    .filter(({ searched }) =>
      [...query.matches].every(([tag, wanted]) => matchesValue(searched, tag, wanted))
    )
    .map(({ candidate }) => candidate)
    .sort(bySortKey)
    .slice(query.offset, query.offset + query.limit);
}
