import type { HostRadiograph } from './openRadiograph';
import { widthsOnStoredPicture } from './widthsOnPicture';

/** A film of 100 x 80 pixels that is stored with its left and right exchanged. */
const mirrored = {
  film: { displaySet: { displaySetInstanceUID: 'film' } },
  instance: {
    reorientation: { transposed: false, flippedHorizontally: true, flippedVertically: false },
    radiograph: { rows: 80, columns: 100 },
  },
} as unknown as HostRadiograph;

const width = {
  compartment: 'medial',
  widthMm: 4.25,
  scale: 'detector',
  ends: { femur: { x: 10, y: 20 }, tibia: { x: 12, y: 40 } },
  edges: [[{ x: 0, y: 20 }]],
} as const;

describe('widths on the picture as the viewer shows it', () => {
  it('lie where the turned film has them, with the words that they are given', () => {
    const label = jest.fn(() => 'four and a bit');
    const drawn = widthsOnStoredPicture(mirrored, 'frame 2', [width], label, () => undefined);
    expect(label.mock.calls).toEqual([[{ widthMm: 4.25, scale: 'detector' }]]);
    expect(drawn).toMatchObject({ displaySetInstanceUID: 'film', imageId: 'frame 2' });
    expect(drawn.widths).toEqual([
      {
        compartment: 'medial',
        label: 'four and a bit',
        ends: { femur: { x: 90, y: 20 }, tibia: { x: 88, y: 40 } },
        edges: [[{ x: 100, y: 20 }]],
      },
    ]);
  });

  it('tell of a drag in places of the turned film', () => {
    const onChange = jest.fn();
    const drawn = widthsOnStoredPicture(mirrored, null, [width], () => '', onChange);
    drawn.onChange('medial', { femur: { x: 90, y: 22 }, tibia: { x: 88, y: 40 } }, true);
    const ends = { femur: { x: 10, y: 22 }, tibia: { x: 12, y: 40 } };
    expect(onChange.mock.calls).toEqual([['medial', ends, true]]);
  });
});
