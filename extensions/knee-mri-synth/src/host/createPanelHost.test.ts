import metadata from '../../../../test/fixtures/tiny-bundle/configs/metadata.json';
import { candidateIdOf } from './candidateId';
import { createPanelHost } from './createPanelHost';
import type { Film } from './films';
import { synthesize, type Synthesized } from './generate';
import type { DisplaySet, HostContext } from './ohif';
import { openRadiograph, type HostRadiograph } from './openRadiograph';
import type { JobCallbacks, OpenedRadiograph, SynthesisJob } from './panelHost';
import { readModel } from './readModel';

jest.mock('@xray-to-mri/engine/runtime/browser', () => ({ createWorkerEngine: () => ({}) }));
jest.mock('./openRadiograph');
jest.mock('./readModel');
jest.mock('./generate');

const STUDY = '1.2';
const SERIES = '1.2.9001';

function displaySet(uid: string, change: Partial<DisplaySet> = {}): DisplaySet {
  return {
    displaySetInstanceUID: uid,
    StudyInstanceUID: STUDY,
    SeriesInstanceUID: `${STUDY}.${uid}`,
    Modality: 'DX',
    instances: [{ Modality: 'DX', ViewPosition: 'PA', SeriesNumber: 1 }],
    ...change,
  };
}

const synthetic = displaySet('synthetic', {
  SeriesInstanceUID: SERIES,
  Modality: 'MR',
  instances: [{ Modality: 'MR', SyntheticData: 'YES', SeriesNumber: 9001 }],
});

/** A promise in the hands of a test. */
function gate<T>() {
  let open: (value: T) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const passed = new Promise<T>((resolve, reject) => {
    [open, fail] = [resolve, reject];
  });
  return { passed, open, fail };
}

/** Lets promises that are settled already take effect. */
const settle = () => new Promise<void>(resolve => setTimeout(resolve));

/**
 * A host that shows two films. It makes a display set of what it is given at once, as OHIF does, and
 * has taken it in when the test opens `handOver`.
 */
function hostWithTwoFilms() {
  const shown = [displaySet('first'), displaySet('second')];
  const handOver = gate<void>();
  const bus = { EVENTS: {}, subscribe: () => ({ unsubscribe: () => undefined }) };
  const run = jest.fn();
  const store = () => {
    shown.push(synthetic);
    return handOver.passed;
  };
  const context = {
    servicesManager: {
      services: {
        displaySetService: {
          ...bus,
          getActiveDisplaySets: () => shown,
          getDisplaySetByUID: (uid: string) =>
            shown.find(({ displaySetInstanceUID }) => displaySetInstanceUID === uid),
          deleteDisplaySet: (uid: string) =>
            shown.splice(
              shown.findIndex(({ displaySetInstanceUID }) => displaySetInstanceUID === uid),
              1
            ),
        },
        hangingProtocolService: {
          ...bus,
          getState: () => undefined,
          studies: [{ StudyInstanceUID: STUDY }],
          run,
        },
      },
    },
    extensionManager: { addDataSource: () => undefined, getActiveDataSource: () => [] },
    commandsManager: { getCommand: () => store, run: () => store },
  } as unknown as HostContext;
  const host = createPanelHost(context, {
    workerUrl: new URL('http://localhost/worker.js'),
    bundleUrl: new URL('http://localhost/model/'),
    wasmUrl: new URL('http://localhost/'),
    prefer: 'wasm',
  });
  const filmOnShow = () => host.roles().radiograph?.displaySetInstanceUID;
  return { host, run, shown, handOver, filmOnShow };
}

const radiographOf = (film: Film) =>
  ({
    film,
    candidateId: candidateIdOf(film),
    frame: 1,
    instance: { attributes: film.instance },
  }) as unknown as HostRadiograph;

const jobOn = (radiograph: OpenedRadiograph) => ({ radiograph, seed: 1 }) as SynthesisJob;

const callbacksWith = (signal: AbortSignal): JobCallbacks => ({
  signal,
  onRuntime: () => undefined,
  onWaiting: () => undefined,
  onProgress: () => undefined,
  onSlices: () => undefined,
});

const synthesized = {
  notCompleted: [],
  result: { options: { seed: 1, steps: 10, solver: 'ddim', guidance: 1 } },
  series: { seriesInstanceUID: SERIES, instances: [{ dataset: {} }], notStorable: null },
} as unknown as Synthesized;

beforeEach(() => {
  jest.mocked(readModel).mockResolvedValue(metadata as never);
  jest.mocked(openRadiograph).mockImplementation(film => Promise.resolve(radiographOf(film)));
  jest.mocked(synthesize).mockResolvedValue(synthesized);
});

describe('the film in the viewport', () => {
  it('is the one that was chosen, and the study is laid out anew for it', async () => {
    const { host, run, filmOnShow } = hostWithTwoFilms();
    expect(filmOnShow()).toBe('first');
    await host.openRadiograph('second/');
    expect(filmOnShow()).toBe('second');
    expect(run).toHaveBeenCalledTimes(1);
    await host.openRadiograph('second/');
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('is the one that was chosen last, though another took longer to open', async () => {
    const { host, filmOnShow } = hostWithTwoFilms();
    const slow = gate<HostRadiograph>();
    jest.mocked(openRadiograph).mockReturnValueOnce(slow.passed);
    const opening = host.openRadiograph('first/');
    await settle();
    await host.openRadiograph('second/');
    slow.open(radiographOf({ displaySet: displaySet('first'), instance: {} }));
    await opening;
    expect(filmOnShow()).toBe('second');
  });

  it('is the one that the new series was made from, whichever was chosen since', async () => {
    const { host, run, handOver, filmOnShow } = hostWithTwoFilms();
    const sampling = gate<Synthesized>();
    jest.mocked(synthesize).mockReturnValueOnce(sampling.passed);
    handOver.open();
    const first = await host.openRadiograph('first/');
    const generating = host.generate(jobOn(first), callbacksWith(new AbortController().signal));
    await host.openRadiograph('second/');
    expect(filmOnShow()).toBe('second');
    run.mockClear();
    sampling.open(synthesized);
    await generating;
    expect(filmOnShow()).toBe('first');
    expect(host.roles().synthetic).toBe(synthetic);
    expect(run).toHaveBeenCalledTimes(1);
  });
});

describe('a stack of films', () => {
  const instances = ['1.2.3.1', '1.2.3.2'].map(SOPInstanceUID => ({ SOPInstanceUID }));
  const ofSecond = displaySet('of-second', {
    Modality: 'MR',
    instances: [
      {
        SyntheticData: 'YES',
        SourceImageSequence: [{ ReferencedSOPInstanceUID: '1.2.3.2' }],
      },
    ],
  });

  it('has what was made of each image beside that image alone', async () => {
    const { host, shown, run } = hostWithTwoFilms();
    shown.splice(0, 2, displaySet('stack', { Modality: 'RF', instances }), ofSecond);
    await host.openRadiograph('stack/1.2.3.1');
    expect(host.roles().synthetic).toBeNull();
    expect(run).toHaveBeenCalledTimes(1);
    await host.openRadiograph('stack/1.2.3.2');
    expect(host.roles().synthetic).toBe(ofSecond);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('is the source of a series by the image that was chosen', async () => {
    const { host, shown, handOver } = hostWithTwoFilms();
    shown.splice(0, 2, displaySet('stack', { Modality: 'RF', instances }));
    handOver.open();
    const radiograph = await host.openRadiograph('stack/1.2.3.2');
    await host.generate(jobOn(radiograph), callbacksWith(new AbortController().signal));
    const [, job] = jest.mocked(synthesize).mock.lastCall ?? [];
    expect(job?.radiograph.instance.attributes).toEqual({ SOPInstanceUID: '1.2.3.2' });
  });

  it('is told to be gone once the viewer has another', async () => {
    const { host } = hostWithTwoFilms();
    await expect(host.openRadiograph('first/1.2.3.9')).rejects.toThrow(/no longer open/);
  });
});

describe('a generation', () => {
  it('that is cancelled while the viewer takes the images in leaves nothing on show', async () => {
    const { host, run, shown, handOver } = hostWithTwoFilms();
    const radiograph = await host.openRadiograph('first/');
    const cancel = new AbortController();
    const generating = host.generate(jobOn(radiograph), callbacksWith(cancel.signal));
    await settle();
    expect(shown).toContain(synthetic);
    cancel.abort();
    handOver.open();
    await expect(generating).rejects.toMatchObject({ name: 'PanelError', cancelled: true });
    expect(shown.map(({ displaySetInstanceUID }) => displaySetInstanceUID)).toEqual([
      'first',
      'second',
    ]);
    expect(host.roles().synthetic).toBeNull();
    expect(run).not.toHaveBeenCalled();
    const series = { seriesInstanceUID: SERIES, images: 1, options: synthesized.result.options };
    expect(() => host.describeSave(series)).toThrow(/no longer in memory/);
  });

  it('whose images the viewer does not take leaves nothing on show', async () => {
    const { host, shown, handOver } = hostWithTwoFilms();
    const radiograph = await host.openRadiograph('first/');
    const signal = new AbortController().signal;
    const generating = host.generate(jobOn(radiograph), callbacksWith(signal));
    handOver.fail(new Error('no more memory'));
    await expect(generating).rejects.toThrow();
    expect(shown).not.toContain(synthetic);
  });
});
