import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const PLUGIN = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';
const INNER_PORT = 8042;
const READY_WITHIN_MS = 30_000;

export interface Orthanc {
  /** DICOMweb root, without a slash at its end. */
  dicomWebUrl: string;
  user: string;
  password: string;
  /** Ends Orthanc and removes its storage. */
  stop(): Promise<void>;
}

const find = (program: string): string | null =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
    .map(folder => join(folder, program))
    .find(path => existsSync(path)) ?? null;

/** What keeps Orthanc from running here, or null. */
export function whyNoOrthanc(): string | null {
  if (find('Orthanc') === null) return 'Orthanc is not installed';
  if (!existsSync(PLUGIN)) return "Orthanc's DICOMweb plugin is not installed";
  if (find('unshare') === null || find('ip') === null) return 'unshare or ip is not installed';
  const allowed = spawnSync('unshare', ['--map-root-user', '--net', 'true']).status === 0;
  return allowed ? null : 'network namespaces are not allowed here';
}

function configurationFor(folder: string, user: string, password: string): object {
  return {
    Name: 'test',
    StorageDirectory: join(folder, 'storage'),
    IndexDirectory: join(folder, 'storage'),
    HttpPort: INNER_PORT,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: true,
    RegisteredUsers: { [user]: password },
    DicomServerEnabled: false,
    OverwriteInstances: false,
    Plugins: [PLUGIN],
    DicomWeb: {
      Enable: true,
      Root: '/dicom-web/',
      StudiesMetadata: 'Full',
      SeriesMetadata: 'Full',
    },
  };
}

/** A port on 127.0.0.1 that leads to the Unix socket. */
function forward(socketPath: string): Promise<Server> {
  const server = createServer(outside => {
    const inside = connect(socketPath);
    outside.pipe(inside).pipe(outside);
    outside.on('error', () => inside.destroy());
    inside.on('error', () => outside.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

async function waitUntilReady(
  url: string,
  headers: HeadersInit,
  child: ChildProcess
): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`Orthanc ended with ${child.exitCode}.`);
    const answer = await fetch(`${url}/studies`, { headers }).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    if (Date.now() > deadline) throw new Error('Orthanc did not get ready.');
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

/**
 * Starts Debian's Orthanc with an empty storage, reachable from this machine only, with a password.
 * @throws Error with Orthanc's own output if it doesn't get ready.
 */
export async function startOrthanc(): Promise<Orthanc> {
  const reason = whyNoOrthanc();
  const program = find('Orthanc');
  if (reason !== null || program === null) throw new Error(`${reason}.`);
  const folder = await mkdtemp(join(tmpdir(), 'orthanc-'));
  const [user, password] = ['tester', 'a secret of this test'];
  const configuration = join(folder, 'orthanc.json');
  await writeFile(configuration, JSON.stringify(configurationFor(folder, user, password)));
  const socketPath = join(folder, 'http.sock');
  const inNamespace = join(__dirname, 'orthanc-namespace.mjs');
  const child = spawn(
    'unshare',
    [
      '--map-root-user',
      '--net',
      process.execPath,
      inNamespace,
      program,
      configuration,
      String(INNER_PORT),
      socketPath,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] }
  );
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const server = await forward(socketPath);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dicom-web`;
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended(child);
    await new Promise(resolve => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  };
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  try {
    await waitUntilReady(url, { authorization }, child);
  } catch (cause) {
    await stop();
    throw new Error(`Orthanc could not be used. It said:\n${Buffer.concat(output)}`, { cause });
  }
  return { dicomWebUrl: url, user, password, stop };
}
