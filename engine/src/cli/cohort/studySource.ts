import { findFilms, retrieveFilm } from '../../dicom';
import { authorization } from '../authorization';
import type { CliContext } from '../io';

/** Where the radiographs of studies come from. */
export interface StudySource {
  /** The radiographs of a study, and what each is called. */
  films(studyInstanceUID: string): Promise<{ label: string; read(): Promise<Uint8Array> }[]>;
}

/** A DICOMweb server, with the credentials of the environment. */
export function dicomWebStudies(rootUrl: string, context: CliContext): StudySource {
  const access = {
    rootUrl,
    headers: authorization(context.environment),
    fetch: (url: string, init?: RequestInit) => fetch(url, init),
    ...(context.signal ? { signal: context.signal } : {}),
  };
  return {
    async films(studyInstanceUID) {
      const films = await findFilms(access, studyInstanceUID);
      return films.map(film => ({
        label: `${studyInstanceUID}/${film.sopInstanceUID}`,
        read: () => retrieveFilm(access, film),
      }));
    },
  };
}
