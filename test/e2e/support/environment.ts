import { join } from 'node:path';

function required(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: run these tests with test/jest.e2e.config.js.`);
  }
  return value;
}

/** What the global setup prepared. */
export const environment = {
  /** How long a step may take, in ms; a computer that is busy with something else needs more. */
  get patienceMs() {
    return Number(process.env['E2E_PATIENCE_MS'] ?? 30_000);
  },
  get root() {
    return required('E2E_ROOT');
  },
  get plugins() {
    return required('E2E_PLUGINS');
  },
  get ohif() {
    return required('E2E_OHIF');
  },
  get ohifBeta() {
    return required('E2E_OHIF_BETA');
  },
  get screenshots() {
    return join(required('E2E_ROOT'), 'test-output', 'screenshots');
  },
};
