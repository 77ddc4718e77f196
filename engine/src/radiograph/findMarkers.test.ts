import { FILMS, MARKED, mirrored } from '../../test/films';
import { findMarkers } from './findMarkers';

const lettersOn = (radiograph: (typeof MARKED)[number]['radiograph']) =>
  findMarkers(radiograph, radiograph.pixelSpacingMm ?? 0).map(({ side, mirrored: isMirrored }) => ({
    side,
    mirrored: isMirrored,
  }));

const turnedOver = (radiograph: (typeof MARKED)[number]['radiograph']) =>
  mirrored({ name: '', path: '', radiograph, jointCentre: { x: 0, y: 0 } }).radiograph;

describe('side markers', () => {
  it.each(MARKED)('are read, mirrored or not, or not there: $name', film => {
    const { side, mirrored: isMirrored, radiograph } = film;
    const expected = side === null ? [] : [{ side, mirrored: isMirrored }];
    expect(lettersOn(radiograph)).toEqual(expected);
    const over = side === null ? [] : [{ side, mirrored: !isMirrored }];
    expect(lettersOn(turnedOver(radiograph))).toEqual(over);
  });

  it('lie where the letter is', () => {
    const [film] = MARKED;
    const [marker] = film ? findMarkers(film.radiograph, 0.625) : [];
    // Read off the picture.
    expect(Math.abs((marker?.x ?? 0) - 281)).toBeLessThan(4);
    expect(Math.abs((marker?.y ?? 0) - 102)).toBeLessThan(4);
  });

  it('are not seen in bone', () => {
    expect(FILMS.flatMap(({ radiograph }) => lettersOn(radiograph))).toEqual([]);
  });
});
