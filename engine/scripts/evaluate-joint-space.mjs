// Measures the joint space on the films that `python -m knee_synth joint-space-films` wrote, and compares with the truth.
// Usage: node engine/scripts/evaluate-joint-space.mjs FOLDER
import { printEvaluation } from './evaluateBundled.mjs';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: node engine/scripts/evaluate-joint-space.mjs FOLDER');
  process.exit(2);
}
await printEvaluation('jointSpaceAccuracy.ts', folder);
