// Measures where the engine proposes the region on the films that `python -m knee_synth region-films`
// wrote (models/training), and compares with the true joint centres.
// Usage: node engine/scripts/evaluate-region.mjs FOLDER ...
import { printEvaluation } from './evaluateBundled.mjs';

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('Usage: node engine/scripts/evaluate-region.mjs FOLDER ...');
  process.exit(2);
}
await printEvaluation('regionAccuracy.ts', folders);
