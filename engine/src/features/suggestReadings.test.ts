import metadata from '../../../test/fixtures/tiny-bundle/configs/metadata.json';
import { parseBundleMetadata } from '../bundle';
import { suggestReadings } from './suggestReadings';

const { grader, readings } = parseBundleMetadata(metadata).xray_to_mri;
const GRADES = 65;

/** Logits of probabilities, the same for all grades of the variables that are not named. */
function logitsOf(kl: number[], chondrocalcinosis: number[] = [0.5, 0.5]): Float32Array {
  const logits = new Float32Array(GRADES);
  logits.set(kl.map(Math.log), 0);
  logits.set(chondrocalcinosis.map(Math.log), GRADES - 4);
  return logits;
}

describe("the suggestions in a grader's output", () => {
  it('are the medians of the distributions, with the probability of that grade', () => {
    const { suggestions } = suggestReadings(logitsOf([0.45, 0.02, 0.25, 0.23, 0.05], [0.2, 0.8]), {
      grader,
      readings,
    });
    // 0.45 + 0.02 < 0.5 <= 0.45 + 0.02 + 0.25
    expect(suggestions[0]).toMatchObject({ name: 'XRKL', value: 2, kappa: 0.5 });
    expect(suggestions[0]?.probability).toBeCloseTo(0.25, 6);
    expect(suggestions.find(({ name }) => name === 'XRCHM')).toMatchObject({ value: 1 });
    // Of four equal grades the second reaches a half.
    expect(suggestions[1]).toMatchObject({ name: 'XRJSM', value: 1, probability: 0.25 });
  });

  it('do not depend on a constant that is added to the logits', () => {
    const plain = logitsOf([0.1, 0.2, 0.3, 0.3, 0.1]);
    const shifted = plain.map(logit => logit + 300);
    const values = (logits: Float32Array) =>
      suggestReadings(logits, { grader, readings }).suggestions.map(({ value }) => value);
    expect(values(shifted)).toEqual(values(plain));
  });

  it('leave out what the grader was not shown to tell better than chance', () => {
    // The interval of this variable's kappa begins below 0 in the fixture.
    const { suggestions, untold } = suggestReadings(logitsOf([1, 1, 1, 1, 1]), {
      grader,
      readings,
    });
    expect(untold).toEqual(['XRCHL']);
    expect(suggestions).toHaveLength(18);
  });

  it.each([
    ['an output of another length', new Float32Array(GRADES - 1)],
    ['an output that is no numbers', new Float32Array(GRADES).fill(Number.NaN)],
  ])('are refused for %s', (_, logits) => {
    expect(() => suggestReadings(logits, { grader, readings })).toThrow(/nothing is suggested/);
  });
});
