export { decodeFilm } from './decodeFilm';
