import { text, type Code, type DicomAttributes } from '../attributes';
import { CONCEPTS, ENGLISH, SYNTHESIS_CODE } from '../codes';
import { PRODUCT } from '../product';
import type { Provenance } from '../provenance';
import type { RunRecord } from '../record';
import {
  code,
  container,
  image,
  related,
  textItem,
  uidReference,
  type ContentItem,
  type ImageReference,
} from './contentItems';
import { readingGroups } from './readingGroups';
import { runContainer } from './runContainer';

const MODALITIES: Record<string, string> = {
  CR: 'Computed Radiography',
  DX: 'Digital Radiography',
  RF: 'Radio Fluoroscopy',
  RG: 'Radiographic imaging',
  XA: 'X-Ray Angiography',
  MR: 'Magnetic Resonance',
};

export interface ReportContent {
  record: RunRecord;
  provenance: Provenance;
  /** Attributes of the radiograph. */
  source: DicomAttributes;
  /** The radiograph; null where it was a picture without UIDs. */
  radiograph: ImageReference | null;
  synthetic: readonly ImageReference[];
}

function observer(bundleSha256: string): ContentItem[] {
  return related(
    'HAS OBS CONTEXT',
    code(CONCEPTS.observerType, CONCEPTS.device),
    uidReference(CONCEPTS.deviceUid, PRODUCT.uid),
    textItem(CONCEPTS.deviceName, `${PRODUCT.model} ${PRODUCT.version}`),
    textItem(CONCEPTS.deviceManufacturer, PRODUCT.manufacturer),
    textItem(CONCEPTS.deviceModel, PRODUCT.model),
    textItem(CONCEPTS.deviceSerial, bundleSha256.slice(0, 16))
  );
}

function libraryGroup(
  modality: string | null,
  concept: Code,
  images: readonly ImageReference[]
): ContentItem {
  const meaning = MODALITIES[modality ?? ''];
  const acquired =
    modality === null || meaning === undefined
      ? []
      : related(
          'HAS ACQ CONTEXT',
          code(CONCEPTS.modality, { value: modality, scheme: 'DCM', meaning })
        );
  return container(CONCEPTS.imageLibraryGroup, [
    ...acquired,
    ...related('CONTAINS', ...images.map(reference => image(concept, reference))),
  ]);
}

/** The content of the report's root: TID 1500, with the run in a container of its own. */
export function reportContent(content: ReportContent): ContentItem[] {
  const { record, provenance, source, radiograph, synthetic } = content;
  const groups = [
    ...(radiograph === null
      ? []
      : [libraryGroup(text(source, 'Modality'), CONCEPTS.sourceRadiograph, [radiograph])]),
    libraryGroup('MR', CONCEPTS.syntheticImage, synthetic),
  ];
  return [
    ...related('HAS CONCEPT MOD', code(CONCEPTS.language, ENGLISH)),
    ...observer(record.model.bundleSha256),
    ...related('HAS CONCEPT MOD', code(CONCEPTS.procedureReported, SYNTHESIS_CODE)),
    ...related(
      'CONTAINS',
      container(CONCEPTS.imageLibrary, related('CONTAINS', ...groups)),
      container(
        CONCEPTS.imagingMeasurements,
        related(
          'CONTAINS',
          ...readingGroups({
            side: record.side,
            readings: record.readings,
            measuredWidths: record.measuredWidths,
            observer: provenance.observer ?? null,
          })
        )
      ),
      runContainer(record, provenance.weightsSha256 ?? {})
    ),
  ];
}
