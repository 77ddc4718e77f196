import { PROTOCOL_ID } from './identifiers';
import type { DisplaySet, Services } from './ohif';

/** Puts radiograph, synthetic and acquired series into columns, by the extension's hanging protocol. */
export function arrange(services: Services, displaySets: DisplaySet[]): void {
  const { hangingProtocolService } = services;
  const { studies } = hangingProtocolService;
  const study = displaySets[0]?.StudyInstanceUID;
  const activeStudy = studies.find(candidate => candidate.StudyInstanceUID === study);
  if (!activeStudy) {
    return;
  }
  hangingProtocolService.run({ studies: [...studies], activeStudy, displaySets }, PROTOCOL_ID);
}
