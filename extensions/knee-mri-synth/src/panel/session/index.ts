export type { Nudge } from './nudge';
export { openDoubts } from './openDoubts';
export { jobOf, otherKneeOf } from './jobActions';
export { filmOf } from './kneeReadings';
export { LARGEST_SEED, presetOf, wholeWithin } from './options';
export { mostCentral } from './pictures';
export { overviewOf } from './overview';
export { countRead } from './readings';
export { createSession, type Session, type SessionActions } from './session';
export { sentenceOf } from './sentenceOf';
export { countUnreadSuggested, currentSuggestions, openSuggestion } from './suggestionActions';
export type * from './state';
export {
  currentSpace,
  measuredWidthsOf,
  widthOf,
  type CurrentWidth,
  type MeasuredSpace,
  type WidthEnd,
} from './widths';
export { createStudyMemory, type StudyMemory } from './studyMemory';
