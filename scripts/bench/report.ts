import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import type { GigaMacs } from './floor';
import type { Row } from './measurement';
import type { Finding } from './targets';
import type { Workload } from './workload';

export interface Machine {
  /** YYYY-MM-DD. */
  date: string;
  cpu: string;
  cores: number;
  memoryGb: number;
  /** Of one minute, before anything was measured; what else ran disturbs the figures. */
  load: number;
  versions: string[];
}

/** All that `--json` prints and the table shows. */
export interface Report {
  schemaVersion: 1;
  machine: Machine;
  bundle: { name: string; version: string };
  workload: Workload & { solver: string };
  floor: {
    macs: GigaMacs | null;
    /** 10^9 multiply-accumulates a second by the number of threads. */
    rates: Record<string, number>;
  };
  rows: Row[];
  targets: Finding[];
}

/** This machine; `versions` are added as they become known. */
export function describeMachine(): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    load: loadavg()[0] ?? 0,
    versions: [`Node ${process.versions.node}`],
  };
}
