import type { Side } from '../../radiograph';
import { CONCEPTS, KNEE, SIDES } from '../codes';
import { code, container, related, textItem, type ContentItem } from './contentItems';

/** A measurement group (TID 1501) about one knee. */
export function measurementGroup(
  tracking: string,
  side: Side,
  children: readonly ContentItem[]
): ContentItem {
  const laterality = related('HAS CONCEPT MOD', code(CONCEPTS.laterality, SIDES[side]));
  return container(CONCEPTS.measurementGroup, [
    ...related('HAS OBS CONTEXT', textItem(CONCEPTS.trackingIdentifier, tracking)),
    ...related('HAS CONCEPT MOD', code(CONCEPTS.findingSite, KNEE, laterality)),
    ...children,
  ]);
}
