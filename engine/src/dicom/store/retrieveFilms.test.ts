import { FilmArchive } from '../../../test/filmArchive';
import { findFilms } from './retrieveFilms';

const film = (modality: string) => ({
  modality,
  series: `1.2.3.${modality.charCodeAt(0)}${modality.charCodeAt(1)}`,
  instance: `1.2.3.${modality}`,
  part10: new Uint8Array(0),
});

describe('the radiographs of a study', () => {
  const archive = new FilmArchive({
    '1.2.3': ['CR', 'DX', 'RF', 'MR', 'SR', 'OT'].map(film),
    '1.2.4': [film('MR')],
  });
  let access = { rootUrl: '', fetch };
  beforeAll(async () => {
    access = { rootUrl: await archive.open(), fetch };
  });
  afterAll(() => archive.close());

  it('are those of the modalities of radiography', async () => {
    const films = await findFilms(access, '1.2.3');
    expect(films.map(({ sopInstanceUID }) => sopInstanceUID)).toEqual([
      '1.2.3.CR',
      '1.2.3.DX',
      '1.2.3.RF',
    ]);
  });

  it('are said to be missing where there are none', async () => {
    await expect(findFilms(access, '1.2.4')).rejects.toThrow(/no radiograph \(CR, DX, RF\)/);
  });
});
