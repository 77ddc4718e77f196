import { useCallback } from 'react';
import { saysTheSame, type Sentence } from '../host';
import { openDoubts } from './session';
import { useSession } from './SessionContext';

/** A function that tells whether something stands among the doubts that are still open. */
export function useIsDoubted(): (said: Sentence) => boolean {
  const radiograph = useSession(state => state.radiograph);
  const region = useSession(state => state.region);
  const confirmed = useSession(state => state.confirmed);
  return useCallback(
    (said: Sentence) =>
      openDoubts({ radiograph, region, confirmed }).some(({ sentence }) =>
        saysTheSame(sentence, said)
      ),
    [radiograph, region, confirmed]
  );
}
