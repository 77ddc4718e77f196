import { say, type Sentence } from '../sentences';
import { codes, text, texts, type DicomAttributes } from './attributes';

/** How the beam went through the knee; `OTHER` is anything but frontal and lateral. */
export type RadiographView = 'PA' | 'AP' | 'FRONTAL' | 'LATERAL' | 'OTHER';

/** What the attributes say about the view, and which of them says it. */
export interface ViewFinding {
  view: RadiographView | null;
  isFrontal: 'yes' | 'no' | 'unknown';
  /** True where attributes name views that cannot be of one film; then the user looks and decides. */
  conflict: boolean;
  /** For the user. */
  reason: Sentence;
}

/** ViewPosition (0018,5101) of the CR and DX modules, and what is seen there beside them. */
const VIEW_POSITIONS: ReadonlyMap<string, RadiographView> = new Map([
  ['PA', 'PA'],
  ['AP', 'AP'],
  ['LL', 'LATERAL'],
  ['RL', 'LATERAL'],
  ['LLD', 'LATERAL'],
  ['RLD', 'LATERAL'],
  ['LAT', 'LATERAL'],
  ['LATERAL', 'LATERAL'],
  ['ML', 'LATERAL'],
  ['LM', 'LATERAL'],
  ['RLO', 'OTHER'],
  ['LLO', 'OTHER'],
  ['TAN', 'OTHER'],
  ['AXIAL', 'OTHER'],
]);

/** DICOM CID 4010 (DX View): SNOMED CT, and the retired SNOMED RT codes of the same concepts. */
const VIEW_CODES: ReadonlyMap<string, RadiographView> = new Map([
  ['272479007', 'PA'],
  ['R-10214', 'PA'],
  ['399348003', 'AP'],
  ['R-10206', 'AP'],
  ['399033003', 'FRONTAL'],
  ['R-10202', 'FRONTAL'],
  ['399067008', 'LATERAL'],
  ['399198007', 'LATERAL'],
  ['R-10232', 'LATERAL'],
  ['399173006', 'LATERAL'],
  ['R-10236', 'LATERAL'],
  ['399352003', 'LATERAL'],
  ['R-10228', 'LATERAL'],
  ['399260004', 'LATERAL'],
  ['30730003', 'LATERAL'],
  ['399061009', 'OTHER'],
  ['399110001', 'OTHER'],
  ['399182000', 'OTHER'],
  ['399236003', 'OTHER'],
  ['399184004', 'OTHER'],
  ['399312000', 'OTHER'],
  ['399059000', 'OTHER'],
  ['399160007', 'OTHER'],
  ['399006002', 'OTHER'],
  ['399038007', 'OTHER'],
  ['399135007', 'OTHER'],
  ['399356000', 'OTHER'],
  ['399368009', 'OTHER'],
  ['399099002', 'OTHER'],
  ['260426006', 'OTHER'],
  ['260427002', 'OTHER'],
]);

const DESCRIPTIONS = [
  'SeriesDescription',
  'ProtocolName',
  'AcquisitionDeviceProcessingDescription',
  'PerformedProcedureStepDescription',
];

const WORDS: [RadiographView, RegExp][] = [
  ['OTHER', /\b(skyline|sunrise|merchant|tangential|axial|oblique|obl|laurin)\b/i],
  ['LATERAL', /\b(lat|laterale?|cross[ -]?table|profil|perfil|seitlich|seitl)\b/i],
  ['PA', /\b(pa|postero-?anterior|rosenberg|fixed[ -]?flexion)\b/i],
  ['AP', /\b(ap|antero-?posterior)\b/i],
  ['FRONTAL', /\bfrontal\b/i],
];

const NAMES: Record<RadiographView, Sentence> = {
  PA: say('viewPA'),
  AP: say('viewAP'),
  FRONTAL: say('viewFrontal'),
  LATERAL: say('viewLateral'),
  OTHER: say('viewOther'),
};

/** The one view that words speak of; null when they speak of none or of several. */
function viewInWords(words: string): RadiographView | null {
  const found = WORDS.filter(([, pattern]) => pattern.test(words.replaceAll('_', ' ')));
  const views = found.map(([view]) => view);
  const specific = views.length > 1 ? views.filter(view => view !== 'FRONTAL') : views;
  return specific.length === 1 ? (specific[0] ?? null) : null;
}

/** A row that runs anterior-posterior means that the knee is seen from the side. */
function viewOfOrientation(attributes: DicomAttributes): RadiographView | null {
  return texts(attributes, 'PatientOrientation').some(direction => /^[AP]/i.test(direction))
    ? 'LATERAL'
    : null;
}

function viewOfCodes(attributes: DicomAttributes): RadiographView | null {
  const views = codes(attributes, 'ViewCodeSequence').map(
    code => VIEW_CODES.get(code.value) ?? viewInWords(code.meaning)
  );
  return views.find(view => view !== null) ?? null;
}

function viewOfDescriptions(attributes: DicomAttributes): RadiographView | null {
  return viewInWords(DESCRIPTIONS.map(keyword => text(attributes, keyword) ?? '').join(' '));
}

const isFrontal = (view: RadiographView) => view !== 'LATERAL' && view !== 'OTHER';

function conflicting(
  [source, view]: readonly [string, RadiographView],
  [otherSource, otherView]: readonly [string, RadiographView]
): ViewFinding {
  const named = { view: NAMES[view], otherView: NAMES[otherView] };
  return {
    view: null,
    isFrontal: 'unknown',
    conflict: true,
    reason: say('viewConflict', { source, otherSource, ...named }),
  };
}

/**
 * The view of a radiograph from ViewCodeSequence, ViewPosition, PatientOrientation and the descriptions.
 * Where all are silent, a description names several views, or one names a frontal view and another does
 * not, it stays unknown. AP against PA is no contradiction here: either is a frontal view.
 */
export function findView(attributes: DicomAttributes): ViewFinding {
  const position = (text(attributes, 'ViewPosition') ?? '').toUpperCase();
  const sources: [string, RadiographView | null][] = [
    ['ViewCodeSequence', viewOfCodes(attributes)],
    ['ViewPosition', VIEW_POSITIONS.get(position) ?? viewInWords(position)],
    ['PatientOrientation', viewOfOrientation(attributes)],
    ['description', viewOfDescriptions(attributes)],
  ];
  const found = sources.filter((entry): entry is [string, RadiographView] => entry[1] !== null);
  const [first] = found;
  if (first === undefined) {
    return {
      view: null,
      isFrontal: 'unknown',
      conflict: false,
      reason: say('viewUnsaid'),
    };
  }
  const [source, view] = first;
  const other = found.find(entry => isFrontal(entry[1]) !== isFrontal(view));
  if (other !== undefined) {
    return conflicting(first, other);
  }
  return {
    view,
    isFrontal: isFrontal(view) ? 'yes' : 'no',
    conflict: false,
    reason: say('viewSaid', { source, view: NAMES[view] }),
  };
}
