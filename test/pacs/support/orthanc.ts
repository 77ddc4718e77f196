import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAMESPACE = join(__dirname, '../../../demo/test/support/orthanc-namespace.mjs');
const PROGRAM = '/usr/sbin/Orthanc';
const PLUGIN = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';
const PORT = 8042;
const READY_WITHIN_MS = 120_000;

/** The credentials that the PACS of these tests wants. */
export const AUTHORIZATION = `Basic ${Buffer.from('tester:a secret of this test').toString('base64')}`;

/** Debian's Orthanc, reachable through a Unix socket only, that can be killed and started again. */
export class OrthancServer {
  private child: ChildProcess | null = null;

  private constructor(
    private readonly folder: string,
    private readonly diskSize: string | null
  ) {}

  /** @param diskSize the size of its disk, such as 100k, if it is to be small */
  static async start(diskSize: string | null = null): Promise<OrthancServer> {
    const server = new OrthancServer(await mkdtemp(join(tmpdir(), 'orthanc-')), diskSize);
    await mkdir(server.storage);
    await writeFile(join(server.folder, 'orthanc.json'), JSON.stringify(server.configuration()));
    await server.run();
    return server;
  }

  get socketPath(): string {
    return join(this.folder, 'http.sock');
  }

  private get storage(): string {
    return join(this.folder, 'storage');
  }

  private configuration(): object {
    return {
      StorageDirectory: this.storage,
      IndexDirectory: join(this.folder, 'index'),
      HttpPort: PORT,
      RemoteAccessAllowed: false,
      AuthenticationEnabled: true,
      RegisteredUsers: { tester: 'a secret of this test' },
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

  /** Starts Orthanc on what is in its storage. */
  async run(): Promise<void> {
    await rm(this.socketPath, { force: true });
    const namespaces = ['--map-root-user', '--net', ...(this.diskSize ? ['--mount'] : [])];
    const disk = this.diskSize ? [this.storage, this.diskSize] : [];
    const configuration = join(this.folder, 'orthanc.json');
    this.child = spawn(
      'unshare',
      [
        ...[...namespaces, process.execPath, NAMESPACE],
        ...[PROGRAM, configuration, String(PORT), this.socketPath, ...disk],
      ],
      { stdio: 'ignore' }
    );
    await this.untilReady(this.child);
  }

  /** Ends Orthanc as a power failure would. */
  async kill(): Promise<void> {
    await this.end('SIGUSR2');
  }

  /** Gives a small disk room. */
  enlargeDisk(): void {
    this.child?.kill('SIGUSR1');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise(resolve => child.once('exit', resolve));
      child.kill(signal);
      await ended;
    }
  }

  private isReady(): Promise<boolean> {
    return new Promise(resolve => {
      const asked = request(
        {
          socketPath: this.socketPath,
          path: '/dicom-web/studies',
          headers: { authorization: AUTHORIZATION },
        },
        response => {
          response.resume();
          resolve(response.statusCode === 200);
        }
      );
      asked.once('error', () => resolve(false));
      asked.end();
    });
  }

  private async untilReady(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await this.isReady())) {
      if (child.exitCode !== null || Date.now() > deadline) {
        throw new Error('Orthanc did not get ready.');
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}
