import { storeSeries, type SyntheticSeries } from '@xray-to-mri/engine';
import { textValues } from './marking';
import type { Dataset, HostContext } from './ohif';
import { tell } from './sentences';
import { toPanelError } from './toPanelError';
import { PanelError, type SaveDescription, type SaveOutcome } from './panelHost';
import { findSaveTarget } from './saveTarget';

/** A person's name as a list shows it: family name, given names. */
function personName(value: unknown): string {
  const first = Array.isArray(value) ? value[0] : value;
  const name =
    typeof first === 'object' && first !== null && 'Alphabetic' in first ? first.Alphabetic : first;
  return String(name ?? '')
    .split('^')
    .filter(part => part !== '')
    .join(', ');
}

/** A DICOM date as ISO 8601 has it. */
function isoDate(value: string): string {
  return value.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
}

function joined(parts: (string | undefined)[]): string {
  return parts.filter(part => part).join(' - ');
}

/**
 * What the user is asked to confirm.
 * @param attributes of the radiograph, whose patient and study the series belongs to
 * @param stored how many of its images are in the archive already
 * @throws {PanelError} where the series may not be stored
 */
export function describeSave(
  { servicesManager, extensionManager }: HostContext,
  series: SyntheticSeries,
  attributes: Dataset,
  stored: number
): SaveDescription {
  if (series.notStorable !== null) {
    throw new PanelError(series.notStorable);
  }
  const target = findSaveTarget(servicesManager.services, extensionManager, document.baseURI);
  const value = (keyword: string) => textValues(attributes, keyword)[0];
  return {
    patient: joined([personName(attributes['PatientName']), value('PatientID')]),
    study: joined([value('StudyDescription'), isoDate(value('StudyDate') ?? '')]),
    series: series.description,
    target: joined([target.name, new URL(target.rootUrl).pathname]),
    images: series.instances.length,
    stored,
  };
}

/** Stores the series where the viewer shows its study from, and verifies that it is there. */
export async function saveSeries(
  { servicesManager, extensionManager }: HostContext,
  series: SyntheticSeries,
  { signal, onProgress }: { signal: AbortSignal; onProgress(done: number, total: number): void }
): Promise<SaveOutcome> {
  const images = series.instances.length;
  try {
    const target = findSaveTarget(servicesManager.services, extensionManager, document.baseURI);
    const outcome = await storeSeries({
      rootUrl: target.rootUrl,
      headers: target.headers,
      series,
      fetch: (...request) => fetch(...request),
      signal,
      onProgress,
    });
    // The host re-reads the study from the archive the next time it is opened.
    extensionManager
      .getActiveDataSource()?.[0]
      ?.deleteStudyMetadataPromise?.(series.studyInstanceUID);
    switch (outcome.state) {
      case 'stored-and-verified':
      case 'stored':
        return {
          state: 'saved',
          stored: outcome.stored.length,
          pixelsCompared: outcome.pixelsCompared,
          reasons: outcome.reasons,
        };
      case 'partly-stored':
        return {
          state: 'partly-saved',
          stored: outcome.stored.length,
          images,
          reasons: outcome.reasons,
        };
      case 'failed':
        return { state: 'failed', reasons: outcome.reasons };
    }
  } catch (error) {
    const { sentence } = toPanelError(error, tell('saveFailed'));
    return { state: 'failed', reasons: [sentence] };
  }
}
