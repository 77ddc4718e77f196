import type { SideMarker } from './findMarkers';
import { doubtsOfBothKnees, doubtsOfOneKnee, markedSide } from './markerDoubts';

const marker = (letter: 'R' | 'L' | 'r' | 'l', x = 10): SideMarker => ({
  side: letter.toUpperCase() === 'R' ? 'R' : 'L',
  mirrored: letter !== letter.toUpperCase(),
  x,
  y: 5,
});

describe('the markers on a film of one knee', () => {
  it('name its side, unless they are mirrored or name both', () => {
    expect(markedSide([marker('L')])).toBe('L');
    expect(markedSide([marker('R'), marker('R')])).toBe('R');
    expect(markedSide([marker('r')])).toBeNull();
    expect(markedSide([marker('R'), marker('L')])).toBeNull();
    expect(markedSide([])).toBeNull();
  });

  it('raise a doubt where they contradict the wanted side, or the picture is turned over', () => {
    expect(doubtsOfOneKnee([marker('L')], 'R')).toEqual([
      {
        about: 'side',
        sentence: expect.objectContaining({
          text: expect.stringContaining('names the left knee, not the right'),
        }),
      },
    ]);
    expect(doubtsOfOneKnee([marker('r')], 'R')).toMatchObject([{ about: 'orientation' }]);
  });

  it('raise none where they agree, are missing, or no side is wanted yet', () => {
    expect(doubtsOfOneKnee([marker('R')], 'R')).toEqual([]);
    expect(doubtsOfOneKnee([], 'L')).toEqual([]);
    expect(doubtsOfOneKnee([marker('L')], undefined)).toEqual([]);
  });
});

describe('the markers on a film of both knees, 100 pixels wide', () => {
  const doubts = (markers: SideMarker[], known = false) =>
    doubtsOfBothKnees(markers, 100, known).map(({ about }) => about);

  it('settle how it is turned where R is on the left, or L on the right', () => {
    expect(doubts([marker('R', 20)])).toEqual([]);
    expect(doubts([marker('R', 20), marker('L', 80)])).toEqual([]);
  });

  it('raise a doubt where they lie otherwise, even against the attributes', () => {
    expect(doubts([marker('R', 80)], true)).toEqual(['orientation']);
    expect(doubts([marker('R', 20), marker('L', 30)], true)).toEqual(['orientation']);
    expect(doubts([marker('r', 80), marker('l', 20)], true)).toEqual(['orientation']);
  });

  it('are missed where nothing else says how it is turned', () => {
    expect(doubts([])).toEqual(['orientation']);
    expect(doubts([], true)).toEqual([]);
  });
});
