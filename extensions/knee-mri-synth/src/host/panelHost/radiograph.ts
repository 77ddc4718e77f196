import type {
  CompartmentName,
  FilmPoint,
  JointSpace,
  PatientValues,
  Region,
  Sentence,
  Side,
  WidthScale,
} from '@xray-to-mri/engine';

/** What the user has to look at and confirm before anything is sampled. */
export interface Doubt {
  about: 'view' | 'side' | 'orientation' | 'grey' | 'region' | 'frame';
  sentence: Sentence;
}

/** Grey levels of a part of the radiograph. */
export interface Crop {
  /** rows x columns, 0 black to 255 white; 0 as well where the film ends. */
  grey: Uint8ClampedArray;
  rows: number;
  columns: number;
}

/** Where the knee was found. */
export interface RegionProposal {
  region: Region;
  /** The knee that the picture looks like, to be confirmed by the user; null where both are on it. */
  looksLike: Side | null;
  /** 0 (a guess) to 1. */
  confidence: number;
  /** What was assumed. */
  notes: readonly Sentence[];
  doubts: readonly Doubt[];
}

/** What the attributes of a radiograph do not say of how it is to be read. */
export interface FilmReading {
  /** Which picture of a multi-frame image, counted from 1. */
  frame: number;
  /** Whether it is seen from behind, whatever its attributes say. */
  turnedOver: boolean;
}

/** A radiograph whose pixels have been read. */
export interface OpenedRadiograph extends FilmReading {
  candidateId: string;
  /** How many pictures the image holds. */
  frames: number;
  /** The knee that the attributes name; null where the user has to say. */
  side: Side | null;
  sideReason: Sentence;
  /** What was assumed. */
  notes: readonly Sentence[];
  doubts: readonly Doubt[];
  /** What its attributes say of the person, where the model asks for it. */
  patient?: PatientValues;
  /** Finds the knee; for a film of both knees, the one of that side. */
  propose(side: Side | null): RegionProposal;
  /** What the model will see of a region, the way round that the film is shown. */
  crop(region: Region): Crop;
  /**
   * Checks a region that the user drew.
   * @returns what is odd but possible
   * @throws {PanelError} for one that cannot be used, with the reason
   */
  checkRegion(region: Region): readonly Sentence[];
  /** A square of the model's size in the middle of the film. */
  centralRegion(): Region;
  /**
   * Traces the bones' edges at the joint space of the knee in a region, and measures its width.
   * @throws {PanelError}
   */
  measureJointSpace(region: Region, side: Side): JointSpace;
}

/** Where a joint-space width is measured. */
export interface WidthEnds {
  femur: FilmPoint;
  tibia: FilmPoint;
}

/** How wide a joint space is, and where its millimetres hold. */
export type MeasuredMm = Pick<WidthOnFilm, 'widthMm' | 'scale'>;

/** A joint-space width as it is drawn on the film. */
export interface WidthOnFilm {
  compartment: CompartmentName;
  widthMm: number;
  scale: WidthScale;
  ends: WidthEnds;
  edges: readonly (readonly FilmPoint[])[];
}
