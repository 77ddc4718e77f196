/** A semi-quantitative reading: whole grades from `min` to `max`. */
interface Variable<Name extends string> {
  name: Name;
  min: number;
  max: number;
  label: string;
}

function variable<const Name extends string>(
  name: Name,
  max: number,
  label: string
): Variable<Name> {
  return { name, min: 0, max, label };
}

/**
 * The readings that the networks are conditioned on, in the order of their input: the variables of the
 * OAI's table kXR_SQ_BU without the visit's prefix. M is medial, L lateral; F the femur, T the tibia.
 */
export const READINGS = [
  variable('XRKL', 4, 'Kellgren-Lawrence grade'),
  variable('XRJSM', 3, 'Joint-space narrowing, medial'),
  variable('XRJSL', 3, 'Joint-space narrowing, lateral'),
  variable('XROSFM', 3, 'Osteophytes, medial femur'),
  variable('XROSFL', 3, 'Osteophytes, lateral femur'),
  variable('XROSTM', 3, 'Osteophytes, medial tibia'),
  variable('XROSTL', 3, 'Osteophytes, lateral tibia'),
  variable('XRSCFM', 3, 'Sclerosis, medial femur'),
  variable('XRSCFL', 3, 'Sclerosis, lateral femur'),
  variable('XRSCTM', 3, 'Sclerosis, medial tibia'),
  variable('XRSCTL', 3, 'Sclerosis, lateral tibia'),
  variable('XRCYFM', 1, 'Subchondral cysts, medial femur'),
  variable('XRCYFL', 1, 'Subchondral cysts, lateral femur'),
  variable('XRCYTM', 1, 'Subchondral cysts, medial tibia'),
  variable('XRCYTL', 1, 'Subchondral cysts, lateral tibia'),
  variable('XRATTM', 3, 'Attrition, medial tibia'),
  variable('XRATTL', 3, 'Attrition, lateral tibia'),
  variable('XRCHM', 1, 'Chondrocalcinosis, medial'),
  variable('XRCHL', 1, 'Chondrocalcinosis, lateral'),
] as const;

/** The names of the readings, in the order of the networks' input. */
export const READING_NAMES = READINGS.map(({ name }) => name);
