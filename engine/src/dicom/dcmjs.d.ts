/** dcmjs brings no types; `dcmjsLibrary.ts` gives the part of it that is used here a type. */
declare module 'dcmjs';
