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
