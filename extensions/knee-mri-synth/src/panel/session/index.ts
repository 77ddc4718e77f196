export { openDoubts, type Nudge } from './kneeActions';
export { jobOf } from './jobActions';
export { LARGEST_SEED, presetOf, wholeWithin } from './options';
export { mostCentral } from './pictures';
export { countRead } from './readings';
export { createSession, type Session, type SessionActions } from './session';
export { sentenceOf } from './sentenceOf';
export type * from './state';
