import {
  EDGE_MODES,
  FIRST_PLACE_MM,
  HIDDEN,
  MEAN_EDGES,
  MODES,
  NETWORK,
  PLACES,
  PROFILE_HALF,
} from './edgeModelData';

/** Samples of a profile, and of what the network is told besides: the place and the compartment. */
export const PROFILE = 2 * PROFILE_HALF + 1;
const INPUTS = PROFILE + 2;
const OUTPUTS = 2;

/** Compartments, edges of each and places of each edge, in the order of the model's numbers. */
export const COMPARTMENTS = ['medial', 'lateral'] as const;
export const EDGES = ['femur', 'tibia'] as const;
export const EDGE_NUMBERS = COMPARTMENTS.length * EDGES.length * PLACES;

/** Where the numbers of an edge begin. */
export const edgeOffset = (compartment: number, edge: number) =>
  (compartment * EDGES.length + edge) * PLACES;

/** Distance of a place from the joint centre, in mm. */
export const placeMm = (place: number) => FIRST_PLACE_MM + place;

/** What was learnt of bone edges at the joint space; see knee_synth.joint_space in models/training. */
export interface EdgeModel {
  /** Layer by layer, weights (outputs x inputs) and biases. */
  layers: { weights: Float32Array; biases: Float32Array }[];
  /** Heights of all edges in mm below the joint centre. */
  mean: Float32Array;
  /** Ways in which they differ from knee to knee, each one standard deviation long. */
  modes: Float32Array[];
}

function floatsOf(base64: string): Float32Array {
  const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

let loaded: EdgeModel | null = null;

export function edgeModel(): EdgeModel {
  if (loaded !== null) {
    return loaded;
  }
  const network = floatsOf(NETWORK);
  const modes = floatsOf(EDGE_MODES);
  const sizes = [INPUTS, HIDDEN, HIDDEN, OUTPUTS];
  let at = 0;
  const take = (count: number) => network.subarray(at, (at += count));
  loaded = {
    layers: sizes.slice(1).map((outputs, index) => ({
      weights: take(outputs * (sizes[index] ?? 0)),
      biases: take(outputs),
    })),
    mean: floatsOf(MEAN_EDGES),
    modes: Array.from({ length: MODES }, (_, mode) =>
      modes.subarray(mode * EDGE_NUMBERS, (mode + 1) * EDGE_NUMBERS)
    ),
  };
  return loaded;
}
