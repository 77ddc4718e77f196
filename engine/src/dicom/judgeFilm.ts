import { RadiographError } from '../radiograph';
import { say, type Sentence } from '../sentences';
import { text, type DicomAttributes } from './attributes';
import { findBodyPart, type BodyPartFinding } from './bodyPart';
import { findView, type ViewFinding } from './view';

/** Whether an image is a frontal knee radiograph, as far as its attributes say. */
export interface FilmFinding {
  /** `unsure`: the attributes are silent or contradict each other; the picture or the user decides. */
  suits: 'yes' | 'unsure' | 'no';
  /**
   * Whether the user has to look before it is used, however surely a knee is found on it: its attributes contradict
   * each other on the view or the part of the body, or it is of the whole leg, which the model has not learnt from.
   */
  doubtful: boolean;
  /** For the user. */
  reason: Sentence;
  view: ViewFinding;
}

const RADIOGRAPHS = new Set(['CR', 'DX', 'RF', 'RG', 'XA', 'OT', 'SC']);

function refusal(
  attributes: DicomAttributes,
  { part, coded, contradictedBy, word }: BodyPartFinding,
  view: ViewFinding
): Sentence | null {
  const modality = text(attributes, 'Modality');
  if (modality !== null && !RADIOGRAPHS.has(modality.toUpperCase())) {
    return say('wrongModality', { modality });
  }
  if (part === 'other' && coded && contradictedBy === null) {
    return say('wrongBodyPart', { part: word });
  }
  if (view.isFrontal === 'no') {
    const code = view.view === 'LATERAL' ? 'lateralView' : 'notFrontalView';
    return say(code, { reason: view.reason });
  }
  return null;
}

function doubt({ part, word, source, contradictedBy }: BodyPartFinding): Sentence | null {
  if (contradictedBy !== null) {
    return say('bodyPartConflict', { source, part: word, other: contradictedBy });
  }
  switch (part) {
    case 'knee':
      return null;
    case 'leg':
      return say('wholeLeg');
    case 'other':
      return say('otherPartSaid', { source, part: word });
    case null:
      return say('bodyPartUnsaid');
  }
}

/** Judges by modality, body part, region and view; what they leave open is not refused. */
export function judgeFilm(attributes: DicomAttributes): FilmFinding {
  const view = findView(attributes);
  const bodyPart = findBodyPart(attributes);
  const doubtful = view.conflict || bodyPart.contradictedBy !== null || bodyPart.part === 'leg';
  const refused = refusal(attributes, bodyPart, view);
  if (refused !== null) {
    return { suits: 'no', doubtful, reason: refused, view };
  }
  const doubted = doubt(bodyPart);
  const isSure = doubted === null && view.isFrontal === 'yes';
  return {
    suits: isSure ? 'yes' : 'unsure',
    doubtful,
    reason:
      doubted === null ? view.reason : say('bothParts', { first: view.reason, second: doubted }),
    view,
  };
}

/**
 * Refuses what is no frontal knee radiograph by its attributes; what they leave open passes.
 * @throws {RadiographError} naming what the image is instead
 */
export function requireFrontalKneeRadiograph(attributes: DicomAttributes): FilmFinding {
  const finding = judgeFilm(attributes);
  if (finding.suits === 'no') {
    throw new RadiographError(finding.reason);
  }
  return finding;
}
