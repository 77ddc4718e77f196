import { saysTheSame } from '@xray-to-mri/engine';
import { FILMS, mirrored, type Film as Picture } from '../../../../engine/test/films';
import { filmsOf, type Film } from './films';
import type { DisplaySet, ExtensionManager } from './ohif';
import { openRadiograph } from './openRadiograph';
import type { FilmReading } from './panelHost';

jest.setTimeout(120_000);

const REGION_MM = 140;
const [FILM] = FILMS as readonly [Picture, ...Picture[]];

/** A film in the viewer, MONOCHROME1 and of a right knee unless told otherwise. */
function filmOf({ radiograph }: Picture, change: Record<string, unknown> = {}): DisplaySet {
  const { rows, columns, pixelSpacingMm } = radiograph;
  return {
    displaySetInstanceUID: 'film',
    StudyInstanceUID: '1.2',
    SeriesInstanceUID: '1.2.1',
    Modality: 'DX',
    imageIds: ['image'],
    instances: [
      {
        Modality: 'DX',
        BodyPartExamined: 'KNEE',
        ViewPosition: 'PA',
        ImageLaterality: 'R',
        PatientOrientation: ['L', 'F'],
        PhotometricInterpretation: 'MONOCHROME1',
        SamplesPerPixel: 1,
        Rows: rows,
        Columns: columns,
        PixelSpacing: [pixelSpacingMm, pixelSpacingMm],
        BitsAllocated: 16,
        BitsStored: 12,
        HighBit: 11,
        PixelRepresentation: 0,
        ...change,
      },
    ],
  };
}

/** The decoded image of a film that is stored as MONOCHROME1. */
function imageOf({ radiograph }: Picture) {
  const values = Uint16Array.from(radiograph.pixels, value => 4095 - 16 * value);
  return { getPixelData: () => values };
}

/** @param picture what the image loader has under a name */
function openFilm(film: Film, picture: (imageId: string) => Picture, reading?: FilmReading) {
  const loadAndCacheImage = (imageId: string) => Promise.resolve(imageOf(picture(imageId)));
  Object.assign(globalThis, { cornerstone: { imageLoader: { loadAndCacheImage } } });
  const manager = { getActiveDataSource: () => [] } as unknown as ExtensionManager;
  return openRadiograph(film, manager, REGION_MM, reading);
}

async function open(displaySet: DisplaySet, picture: Picture, reading?: FilmReading) {
  const [film] = filmsOf(displaySet) as [Film];
  return openFilm(film, () => picture, reading);
}

const abouts = (doubts: readonly { about: string }[]) => doubts.map(({ about }) => about);

afterEach(() => Object.assign(globalThis, { cornerstone: undefined }));

describe('a radiograph that was opened', () => {
  it('is of the knee that its attributes name, found on it without a doubt', async () => {
    const radiograph = await open(filmOf(FILM), FILM);
    expect(radiograph).toMatchObject({ side: 'R', doubts: [], frame: 1, frames: 1 });
    const { region, doubts } = radiograph.propose('R');
    expect(doubts).toEqual([]);
    const { x, y } = FILM.jointCentre;
    expect(Math.abs(region.x + region.width / 2 - x) * 1.25).toBeLessThan(10);
    expect(Math.abs(region.y + region.height / 2 - y) * 1.25).toBeLessThan(10);
  });

  it('names no side where its attributes name none, or contradict each other', async () => {
    const silent = await open(filmOf(FILM, { ImageLaterality: undefined }), FILM);
    expect(silent.side).toBeNull();
    const contrary = await open(filmOf(FILM, { SeriesDescription: 'KNEE LEFT' }), FILM);
    expect(contrary.side).toBeNull();
    expect(contrary.sideReason.code).toBe('sideConflict');
  });

  it('is doubted where its picture is of the other knee, or its bone is dark', async () => {
    const other = mirrored(FILM);
    const left = await open(filmOf(other), other);
    expect(abouts(left.propose('R').doubts)).toEqual(['side']);
    const dark = await open(filmOf(FILM, { PhotometricInterpretation: 'MONOCHROME2' }), FILM);
    expect(abouts(dark.propose('R').doubts)).toContain('grey');
  });

  it('is doubted where its attributes contradict each other on the view, and that is said once', async () => {
    const ViewCodeSequence = [{ CodeValue: '399067008', CodeMeaning: 'lateral' }];
    const { doubts, notes } = await open(filmOf(FILM, { ViewCodeSequence }), FILM);
    expect(abouts(doubts)).toEqual(['view']);
    expect(
      notes.filter(note => doubts.some(({ sentence }) => saysTheSame(sentence, note)))
    ).toEqual([]);
  });

  it('is doubted where it is of the whole leg, however surely the knee is found', async () => {
    const film = filmOf(FILM, { SeriesDescription: 'LONG LEG STANDING' });
    const { doubts, propose } = await open(film, FILM);
    expect(doubts).toMatchObject([{ about: 'view', sentence: { code: 'bothParts' } }]);
    expect(doubts[0]?.sentence.text).toMatch(/whole leg/);
    expect(propose('R').doubts).toEqual([]);
  });

  it('is doubted where it is one of several pictures that nobody named', async () => {
    const frames = { ...filmOf(FILM, { NumberOfFrames: 2 }), imageIds: ['one', 'two'] };
    expect(abouts((await open(frames, FILM)).doubts)).toEqual(['frame']);
    const named = { frame: 1, turnedOver: false };
    expect((await open(frames, FILM, named)).doubts).toEqual([]);
  });

  it('is the image of a stack that was asked for, with its own pixels and attributes', async () => {
    const other = mirrored(FILM);
    const first = { SOPInstanceUID: '1.2.1.1', ImageLaterality: 'L', ViewPosition: 'LL' };
    const second = { SOPInstanceUID: '1.2.1.2', ImageLaterality: 'R' };
    const instances = [first, second].flatMap(change => filmOf(FILM, change).instances ?? []);
    const stack = { ...filmOf(FILM), instances, imageIds: ['first', 'second'] };
    const [, film] = filmsOf(stack) as [Film, Film];
    const radiograph = await openFilm(film, imageId => (imageId === 'second' ? FILM : other));
    expect(radiograph).toMatchObject({ candidateId: 'film/1.2.1.2', side: 'R', doubts: [] });
    expect(radiograph.instance.attributes['SOPInstanceUID']).toBe('1.2.1.2');
    expect(radiograph.propose('R')).toMatchObject({ looksLike: 'R', doubts: [] });
  });

  it('shows the crop with bone bright, as the model sees it', async () => {
    const { propose, crop } = await open(filmOf(FILM), FILM);
    const { grey, rows, columns } = crop(propose('R').region);
    const mean = (part: (row: number, column: number) => boolean) => {
      const chosen = [...grey].filter((_, at) => part(Math.floor(at / columns), at % columns));
      return chosen.reduce((sum, value) => sum + value, 0) / chosen.length;
    };
    // The shaft of the femur over the joint, and what is beside it.
    const shaft = mean((row, column) => row < rows / 8 && Math.abs(column - columns / 2) < 20);
    const beside = mean((row, column) => row < rows / 8 && column < 20);
    expect(shaft).toBeGreaterThan(beside + 50);
  });
});
