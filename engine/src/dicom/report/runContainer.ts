import { CONCEPTS } from '../codes';
import { recordAsText, type RunRecord } from '../record';
import { container, related, textItem, type ContentItem } from './contentItems';

/** The run for people, item by item, and for programs as one JSON text. */
export function runContainer(
  record: RunRecord,
  weightsSha256: Readonly<Record<string, string>>
): ContentItem {
  const { model, region, depths } = record;
  const texts: [(typeof CONCEPTS)[keyof typeof CONCEPTS], string | null][] = [
    [CONCEPTS.algorithmName, model.name],
    [CONCEPTS.algorithmVersion, model.version],
    [CONCEPTS.algorithmParameters, recordAsText(record)],
    [CONCEPTS.seed, String(record.seed)],
    [CONCEPTS.sample, String(record.sample)],
    [CONCEPTS.samples, String(record.samples)],
    [CONCEPTS.steps, String(record.steps)],
    [CONCEPTS.guidance, String(record.guidance)],
    [CONCEPTS.content, record.content],
    [CONCEPTS.solver, record.solver],
    [CONCEPTS.runtime, record.runtime],
    [
      CONCEPTS.region,
      region && [region.x, region.y, region.width, region.height].map(String).join(', '),
    ],
    [CONCEPTS.depths, `${depths.first}, ${depths.last}, ${depths.count}`],
    [CONCEPTS.modelSha256, model.bundleSha256],
    [CONCEPTS.radiographSha256, record.radiographSha256],
    [CONCEPTS.volumeSha256, record.volumeSha256],
    [CONCEPTS.pixelsSha256, record.pixelsSha256],
    [CONCEPTS.record, JSON.stringify(record)],
  ];
  const weights = Object.entries(weightsSha256).map(([network, sha256]) =>
    textItem(CONCEPTS.weightsSha256, `${network}: ${sha256}`)
  );
  return container(
    CONCEPTS.synthesisRun,
    related(
      'CONTAINS',
      ...texts.flatMap(([concept, value]) => (value === null ? [] : [textItem(concept, value)])),
      ...weights
    )
  );
}
