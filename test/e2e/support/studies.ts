import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Parser } from 'tar';
import * as dcmjs from 'dcmjs';
import { environment } from './environment';

type Attributes = Record<string, unknown>;

interface DicomFile {
  meta: Record<string, unknown>;
  dict: Record<string, unknown>;
  write(): ArrayBuffer;
}

/** The part of dcmjs that these tests use; the package has no types. */
interface Dcmjs {
  data: {
    DicomMessage: { readFile(buffer: ArrayBuffer): DicomFile };
    DicomMetaDictionary: {
      naturalizeDataset(dict: Record<string, unknown>): Attributes;
      denaturalizeDataset(attributes: Attributes): Record<string, unknown>;
    };
  };
}

const { DicomMessage, DicomMetaDictionary } = (dcmjs as unknown as Dcmjs).data;

/** A study as it goes into the test's archive. */
export interface TestStudy {
  studyInstanceUID: string;
  patientID: string;
  files: Uint8Array[];
}

const SHOWN_SLICES = 6;

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}

/** The attributes of a DICOM file. */
function attributesOf(file: Uint8Array): Attributes {
  return DicomMetaDictionary.naturalizeDataset(DicomMessage.readFile(bufferOf(file)).dict);
}

/** A DICOM file with some of its attributes set to other values. */
export function withAttributes(file: Uint8Array, changes: Attributes): Uint8Array {
  const dicom = DicomMessage.readFile(bufferOf(file));
  const attributes = DicomMetaDictionary.naturalizeDataset(dicom.dict);
  dicom.dict = DicomMetaDictionary.denaturalizeDataset({ ...attributes, ...changes });
  return new Uint8Array(dicom.write());
}

async function filesOf(archive: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  await new Promise<void>((resolve, reject) => {
    const parser = new Parser({
      onReadEntry: entry => {
        const chunks: Buffer[] = [];
        entry.on('data', (chunk: Buffer) => chunks.push(chunk));
        entry.on('end', () => files.set(entry.path, Buffer.concat(chunks)));
      },
    });
    parser.on('end', resolve);
    parser.on('error', reject);
    createReadStream(archive).pipe(parser);
  });
  return files;
}

async function demoFiles(patientID: string): Promise<{ film: Uint8Array; slices: Uint8Array[] }> {
  const folder = join(environment.root, 'demo', 'studies');
  const archive = join(folder, `${patientID.toLowerCase()}.tar.gz`);
  const files = [...(await filesOf(archive))].sort(([a], [b]) => a.localeCompare(b, 'en'));
  const slices = files.filter(([path]) => /mri-\d+\.dcm$/.test(path)).map(([, bytes]) => bytes);
  const film = files.find(([path]) => path.endsWith('.dcm') && !/mri-\d+\.dcm$/.test(path));
  if (!film) {
    throw new Error(`${archive} holds no radiograph.`);
  }
  return { film: film[1], slices };
}

function uidOf(file: Uint8Array, keyword: string): string {
  return String(attributesOf(file)[keyword]);
}

/** The radiograph of a demo patient. */
export async function demoFilm(patientID: string): Promise<Uint8Array> {
  return (await demoFiles(patientID)).film;
}

/** One multi-frame image of films of the same size, with the attributes of the first. */
export function withFrames(films: readonly Uint8Array[]): Uint8Array {
  const pixels = films.flatMap(film => attributesOf(film)['PixelData'] as ArrayBuffer[]);
  const PixelData = [bufferOf(Buffer.concat(pixels.map(frame => new Uint8Array(frame))))];
  return withAttributes(films[0] ?? new Uint8Array(), { PixelData, NumberOfFrames: films.length });
}

/** A demo patient's study, with a few slices of the acquired series where there is one. */
export async function demoStudy(patientID = 'SIM-0001'): Promise<TestStudy> {
  const { film, slices } = await demoFiles(patientID);
  const every = Math.max(1, Math.floor(slices.length / SHOWN_SLICES));
  const shown = slices.filter((_, index) => index % every === 0).slice(0, SHOWN_SLICES);
  return {
    studyInstanceUID: uidOf(film, 'StudyInstanceUID'),
    patientID,
    files: [film, ...shown],
  };
}

/** Only the radiograph of a demo patient, with other attributes. */
export async function filmStudy(changes: Attributes): Promise<TestStudy> {
  const { film } = await demoFiles('SIM-0001');
  const study = '2.25.31415926535897932384626433832795028841';
  const file = withAttributes(film, {
    StudyInstanceUID: study,
    SeriesInstanceUID: `${study}1`,
    SOPInstanceUID: `${study}2`,
    PatientID: 'E2E-0001',
    ...changes,
  });
  return { studyInstanceUID: study, patientID: 'E2E-0001', files: [file] };
}

/** A demo patient's acquired series alone. */
export async function studyWithoutRadiograph(): Promise<TestStudy> {
  const study = await demoStudy('SIM-0001');
  return { ...study, files: study.files.slice(1) };
}
