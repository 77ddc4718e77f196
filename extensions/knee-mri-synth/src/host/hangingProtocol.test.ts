import { buildProtocol } from './hangingProtocol';
import type { DisplaySet } from './ohif';

const series = (uid: string): DisplaySet => ({
  displaySetInstanceUID: uid,
  StudyInstanceUID: '1',
  SeriesInstanceUID: `1.${uid}`,
});

describe('the layout', () => {
  it.each([
    [
      'radiograph and acquired before',
      { radiograph: series('x'), synthetic: null, acquired: series('m') },
      ['x', 'm'],
    ],
    [
      'all three after',
      { radiograph: series('x'), synthetic: series('s'), acquired: series('m') },
      ['x', 's', 'm'],
    ],
    [
      'two columns without an acquisition',
      { radiograph: series('x'), synthetic: series('s'), acquired: null },
      ['x', 's'],
    ],
    [
      'one column for a radiograph alone',
      { radiograph: series('x'), synthetic: null, acquired: null },
      ['x'],
    ],
  ])('has %s', (_name, roles, expected) => {
    const { stages, displaySetSelectors } = buildProtocol(roles);
    const [stage] = stages;
    expect(stage?.viewportStructure.properties).toEqual({ rows: 1, columns: expected.length });
    const shown = stage?.viewports.map(({ displaySets }) => {
      const [rule] = displaySetSelectors[displaySets[0]?.id ?? '']?.seriesMatchingRules ?? [];
      return rule?.constraint.equals.value;
    });
    expect(shown).toEqual(expected);
  });

  it('is still a layout when the study holds nothing', () => {
    const [stage] = buildProtocol({ radiograph: null, synthetic: null, acquired: null }).stages;
    expect(stage?.viewports).toHaveLength(1);
    expect(stage?.viewports[0]?.displaySets).toEqual([]);
  });
});
