import type { Doubt } from '../../host';
import type { SessionState } from './state';

/** What the user has to confirm before anything is sampled; empty once that is done. */
export function openDoubts({
  radiograph,
  region,
  confirmed,
}: Pick<SessionState, 'radiograph' | 'region' | 'confirmed'>): readonly Doubt[] {
  if (confirmed || radiograph.status !== 'ready' || region.status !== 'ready') {
    return [];
  }
  return [...radiograph.value.doubts, ...region.value.doubts];
}
