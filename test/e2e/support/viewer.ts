import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DicomWebService,
  InstanceStore,
  startDemoServer,
  type DemoServer,
  type DicomWebHandler,
} from '../../../demo/src';
import { environment } from './environment';

export interface ViewerOptions {
  /** DICOM files to put into the archive. */
  files?: readonly Uint8Array[];
  /** Stands before the embedded archive, or in its place. */
  dicomWeb?(archive: DicomWebHandler): DicomWebHandler;
  /** A viewer other than the stock one. */
  ohif?: string;
  base?: string;
  csp?: boolean;
  isolated?: boolean;
  /** Changes a copy of the built extension before it is served. */
  alter?(extensionFolder: string): Promise<void>;
}

/** A stock viewer with the plugin and an archive of its own. */
export interface Viewer {
  url: string;
  /** UIDs of the series of each study that the archive holds now. */
  series(studyInstanceUID: string): string[];
  close(): Promise<void>;
}

async function extensionFolder(scratch: string, { alter }: ViewerOptions): Promise<string> {
  const built = join(environment.plugins, 'knee-mri-synth');
  if (!alter) {
    return built;
  }
  const copy = join(scratch, 'knee-mri-synth');
  await cp(built, copy, { recursive: true });
  await alter(copy);
  return copy;
}

/** Starts a viewer on a free port of 127.0.0.1. */
export async function startViewer(options: ViewerOptions = {}): Promise<Viewer> {
  const scratch = await mkdtemp(join(tmpdir(), 'xray-to-mri-e2e-'));
  const store = await InstanceStore.open(join(scratch, 'store'), warning => {
    throw new Error(warning);
  });
  for (const file of options.files ?? []) {
    await store.put(Buffer.from(file));
  }
  const archive = new DicomWebService(store);
  const server: DemoServer = await startDemoServer({
    port: 0,
    base: options.base ?? '/',
    ohifDist: options.ohif ?? environment.ohif,
    plugins: [
      {
        kind: 'extension',
        name: 'knee-mri-synth',
        folder: await extensionFolder(scratch, options),
      },
      { kind: 'mode', name: 'xray-to-mri', folder: join(environment.plugins, 'xray-to-mri') },
    ],
    dicomWeb: options.dicomWeb?.(archive) ?? archive,
    isolated: options.isolated ?? true,
    csp: options.csp ?? false,
    warn: () => undefined,
  });
  return {
    url: server.url,
    series: study => [...(store.studies.get(study)?.series.keys() ?? [])],
    close: async () => {
      await server.close();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}
