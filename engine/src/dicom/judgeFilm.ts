import { RadiographError } from '../radiograph';
import { text, type DicomAttributes } from './attributes';
import { findBodyPart, type BodyPartFinding } from './bodyPart';
import { findView, type ViewFinding } from './view';

/** Whether an image is a frontal knee radiograph, as far as its attributes say. */
export interface FilmFinding {
  /** `unsure`: the attributes are silent or contradict each other; the picture or the user decides. */
  suits: 'yes' | 'unsure' | 'no';
  /** Whether attributes contradict each other on the view or the part of the body. */
  contradictory: boolean;
  /** One or two sentences for the user. */
  reason: string;
  view: ViewFinding;
}

const RADIOGRAPHS = new Set(['CR', 'DX', 'RF', 'RG', 'XA', 'OT', 'SC']);

function refusal(
  attributes: DicomAttributes,
  { part, coded, contradictedBy, word }: BodyPartFinding,
  view: ViewFinding
): string | null {
  const modality = text(attributes, 'Modality');
  if (modality !== null && !RADIOGRAPHS.has(modality.toUpperCase())) {
    return `The image's modality is ${modality}, not a radiograph. Choose a frontal knee radiograph (CR or DX).`;
  }
  if (part === 'other' && coded && contradictedBy === null) {
    return `The image shows the ${word}, not a knee. Choose a frontal knee radiograph.`;
  }
  if (view.isFrontal === 'no') {
    const kind = view.view === 'LATERAL' ? 'a lateral view' : 'not a frontal view';
    return `This radiograph is ${kind}. ${view.reason} Choose a frontal (AP or PA) view of the knee.`;
  }
  return null;
}

function doubt({ part, word, source, contradictedBy }: BodyPartFinding): string | null {
  if (contradictedBy !== null) {
    return `Its attributes contradict each other on the part of the body: its ${source} says ${word}, its ${contradictedBy} knee.`;
  }
  switch (part) {
    case 'knee':
      return null;
    case 'leg':
      return 'It shows the whole leg, on which the knee is small.';
    case 'other':
      return `Its ${source} speaks of another part of the body (${word}).`;
    case null:
      return 'Its attributes do not say which part of the body it shows.';
  }
}

/** Judges by modality, body part, region and view; what they leave open is not refused. */
export function judgeFilm(attributes: DicomAttributes): FilmFinding {
  const view = findView(attributes);
  const bodyPart = findBodyPart(attributes);
  const contradictory = view.conflict || bodyPart.contradictedBy !== null;
  const refused = refusal(attributes, bodyPart, view);
  if (refused !== null) {
    return { suits: 'no', contradictory, reason: refused, view };
  }
  const doubted = doubt(bodyPart);
  const isSure = doubted === null && view.isFrontal === 'yes';
  return {
    suits: isSure ? 'yes' : 'unsure',
    contradictory,
    reason: doubted === null ? view.reason : `${view.reason} ${doubted}`,
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
