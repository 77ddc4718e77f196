import { items, text, type DicomAttributes } from '../attributes';

/** Series Instance UIDs of all that a report refers to: its radiograph, and the series that it is about. */
export function reportedSeries(report: DicomAttributes): string[] {
  return items(report, 'CurrentRequestedProcedureEvidenceSequence')
    .flatMap(study => items(study, 'ReferencedSeriesSequence'))
    .flatMap(series => text(series, 'SeriesInstanceUID') ?? []);
}
