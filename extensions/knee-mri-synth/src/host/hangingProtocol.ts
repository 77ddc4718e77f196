import { PROTOCOL_ID } from './identifiers';
import type { DisplaySet } from './ohif';
import type { Roles } from './roles';

const COLUMN_ORDER = ['radiograph', 'synthetic', 'acquired'] as const;

interface Selector {
  seriesMatchingRules: {
    attribute: string;
    required: boolean;
    weight: number;
    constraint: { equals: { value: string } };
  }[];
}

interface ProtocolViewport {
  viewportOptions: Record<string, unknown>;
  displaySets: { id: string }[];
}

/** A hanging protocol of OHIF with a single stage. */
export interface Protocol {
  id: string;
  name: string;
  hasUpdatedPriorsInformation: false;
  protocolMatchingRules: never[];
  toolGroupIds: string[];
  displaySetSelectors: Record<string, Selector>;
  stages: {
    id: string;
    name: string;
    viewportStructure: {
      layoutType: 'grid';
      properties: { rows: number; columns: number };
    };
    viewports: ProtocolViewport[];
  }[];
}

function selectorOf(displaySet: DisplaySet): Selector {
  return {
    seriesMatchingRules: [
      {
        attribute: 'displaySetInstanceUID',
        required: true,
        weight: 1,
        constraint: { equals: { value: displaySet.displaySetInstanceUID } },
      },
    ],
  };
}

function viewportOf(role: string): ProtocolViewport {
  return {
    viewportOptions: {
      viewportId: `xray-to-mri-${role}`,
      viewportType: 'stack',
      toolGroupId: 'default',
      allowUnmatchedView: true,
      initialImageOptions: { preset: 'middle' },
    },
    displaySets: [{ id: role }],
  };
}

/**
 * The layout for what the study holds now: one column each for radiograph, synthetic and acquired
 * series, and none for what is missing. OHIF asks for it whenever the protocol is run.
 */
export function buildProtocol(roles: Roles): Protocol {
  const columns = COLUMN_ORDER.flatMap(role => {
    const displaySet = roles[role];
    return displaySet ? [{ role, displaySet }] : [];
  });
  return {
    id: PROTOCOL_ID,
    name: 'X-ray to MRI',
    hasUpdatedPriorsInformation: false,
    protocolMatchingRules: [],
    toolGroupIds: ['default'],
    displaySetSelectors: Object.fromEntries(
      columns.map(({ role, displaySet }) => [role, selectorOf(displaySet)])
    ),
    stages: [
      {
        id: columns.map(({ role }) => role).join('-') || 'empty',
        name: 'X-ray to MRI',
        viewportStructure: {
          layoutType: 'grid',
          properties: { rows: 1, columns: Math.max(columns.length, 1) },
        },
        viewports:
          columns.length > 0 ? columns.map(({ role }) => viewportOf(role)) : [emptyViewport()],
      },
    ],
  };
}

function emptyViewport(): ProtocolViewport {
  return { ...viewportOf('empty'), displaySets: [] };
}
