import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PLUGIN = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';
const PROGRAM = '/usr/sbin/Orthanc';
const USER = 'tester';
const PASSWORD = 'only-for-this-test';
const START_ATTEMPTS = 100;
const ATTEMPT_EVERY_MS = 200;

/** A PACS of its own, empty, that wants credentials. */
export interface Orthanc {
  dicomWebUrl: string;
  environment: Record<string, string>;
  put(file: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export const orthancIsInstalled = existsSync(PLUGIN) && existsSync(PROGRAM);

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/** Starts Debian's Orthanc without a DICOM listener; requests from elsewhere lack the credentials. */
export async function startOrthanc(): Promise<Orthanc> {
  const folder = await mkdtemp(join(tmpdir(), 'xray-to-mri-orthanc-'));
  const port = await freePort();
  const configuration = {
    StorageDirectory: join(folder, 'storage'),
    IndexDirectory: join(folder, 'storage'),
    HttpPort: port,
    HttpServerEnabled: true,
    RemoteAccessAllowed: false,
    DicomServerEnabled: false,
    OverwriteInstances: false,
    AuthenticationEnabled: true,
    RegisteredUsers: { [USER]: PASSWORD },
    Plugins: [PLUGIN],
    DicomWeb: {
      Enable: true,
      Root: '/dicom-web/',
      StudiesMetadata: 'Full',
      SeriesMetadata: 'Full',
    },
  };
  await mkdir(configuration.StorageDirectory);
  const file = join(folder, 'orthanc.json');
  await writeFile(file, JSON.stringify(configuration));
  const process_ = spawn(PROGRAM, [file], { stdio: 'ignore' });
  const authorization = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;
  const root = `http://127.0.0.1:${port}`;
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${root}${path}`, { ...init, headers: { authorization, ...init.headers } });

  for (let attempt = 0; ; attempt++) {
    const answer = await ask('/system').catch(() => null);
    if (answer?.ok) {
      break;
    }
    if (attempt === START_ATTEMPTS || process_.exitCode !== null) {
      throw new Error('Orthanc did not start.');
    }
    await new Promise(resolve => setTimeout(resolve, ATTEMPT_EVERY_MS));
  }

  return {
    dicomWebUrl: `${root}/dicom-web`,
    environment: {
      XRAY_TO_MRI_DICOMWEB_USER: USER,
      XRAY_TO_MRI_DICOMWEB_PASSWORD: PASSWORD,
    },
    async put(bytes) {
      const answer = await ask('/instances', { method: 'POST', body: Buffer.from(bytes) });
      if (!answer.ok) {
        throw new Error(`Orthanc refused a test file with status ${answer.status}.`);
      }
    },
    async close() {
      const ended = new Promise(resolve => process_.once('exit', resolve));
      process_.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
