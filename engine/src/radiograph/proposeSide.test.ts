import { FILMS, mirrored, type Film } from '../../test/films';
import { findMarkers, type SideMarker } from './findMarkers';
import { proposeRegion } from './proposeRegion';

jest.mock('./findMarkers');
jest.setTimeout(120_000);

const [FILM] = FILMS as readonly [Film, ...Film[]];

const marker = (side: 'R' | 'L'): SideMarker => ({ side, mirrored: false, x: 5, y: 5 });
const sideOn = ({ radiograph }: Film, ...markers: SideMarker[]) => {
  jest.mocked(findMarkers).mockReturnValue(markers);
  return proposeRegion(radiograph, { regionMm: 140 }).side;
};

describe('the side of a knee whose attributes are silent', () => {
  it('is that of its marker, or of its shape where it has none', () => {
    expect(sideOn(FILM, marker('R'))).toBe('R');
    expect(sideOn(mirrored(FILM), marker('L'))).toBe('L');
    expect([sideOn(FILM), sideOn(mirrored(FILM))]).toEqual(['R', 'L']);
  });

  it('is left open where marker and shape clearly disagree', () => {
    expect(sideOn(FILM, marker('L'))).toBeNull();
    expect(sideOn(mirrored(FILM), marker('R'))).toBeNull();
  });
});
