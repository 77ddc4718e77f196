import { DicomWebService, InstanceStore, startDemoServer } from '../../src';

/** A server in a process of its own, to be killed: prints its address. Argument: the store's folder. */
async function main(): Promise<void> {
  const store = await InstanceStore.open(process.argv[2] ?? '', message => console.error(message));
  const server = await startDemoServer({
    port: 0,
    base: '/',
    ohifDist: null,
    plugins: [],
    dicomWeb: new DicomWebService(store),
    isolated: true,
    csp: false,
    warn: message => console.error(message),
  });
  console.log(server.dicomWebUrl);
}

void main();
