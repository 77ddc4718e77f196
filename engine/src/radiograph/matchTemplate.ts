import type { KneeTemplate } from './kneeTemplate';
import type { Grid } from './localContrast';

/** Of the template's weight, what must lie on the picture. */
const LEAST_COVER = 0.5;

/**
 * Weighted correlation of a template with what is around a sample of a picture, -1 to 1; what lies beyond
 * the edge does not count, but lowers the score by the root of its share.
 */
export function matchScore(
  picture: Grid,
  template: KneeTemplate,
  row: number,
  column: number
): number {
  const { mean, weights } = template;
  const top = row - (mean.rows - 1) / 2;
  const left = column - (mean.columns - 1) / 2;
  const firstRow = Math.max(0, -top);
  const lastRow = Math.min(mean.rows, picture.rows - top);
  const firstColumn = Math.max(0, -left);
  const lastColumn = Math.min(mean.columns, picture.columns - left);
  let [w, wt, wtt, wf, wff, wft] = [0, 0, 0, 0, 0, 0];
  for (let r = firstRow; r < lastRow; r++) {
    let at = r * mean.columns + firstColumn;
    let from = (top + r) * picture.columns + left + firstColumn;
    for (let c = firstColumn; c < lastColumn; c++, at++, from++) {
      const weight = weights.values[at] ?? 0;
      const t = mean.values[at] ?? 0;
      const f = picture.values[from] ?? 0;
      w += weight;
      wt += weight * t;
      wtt += weight * t * t;
      wf += weight * f;
      wff += weight * f * f;
      wft += weight * f * t;
    }
  }
  const cover = w / template.weight;
  if (cover < LEAST_COVER) {
    return -1;
  }
  const covariance = wft - (wf * wt) / w;
  const variances = (wtt - (wt * wt) / w) * (wff - (wf * wf) / w);
  return (covariance / Math.sqrt(variances + 1e-9)) * Math.sqrt(cover);
}
