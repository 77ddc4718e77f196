export const HELP = `xray-to-mri - a synthetic coronal knee MRI from one radiograph
Research only: not a diagnostic device. Everything that it writes is marked as synthetic.

  npx xray-to-mri synthesize RADIOGRAPH --out DIR [options]
  npx xray-to-mri read RADIOGRAPH [options]
  npx xray-to-mri save DIR --to URL [options]
  npx xray-to-mri repeat STORED --radiograph FILE [options]
  npx xray-to-mri complete STUDY --to URL [options]
  npx xray-to-mri COMMAND --help

XRAY_TO_MRI_DEBUG=1 in the environment prints where an error comes from.
Exit codes: 0 done, 1 failed, 2 called wrongly, 3 unusable input, 4 not (wholly) stored,
5 repeated with other pixels, 130 cancelled.
`;

export const SYNTHESIZE_HELP = `npx xray-to-mri synthesize RADIOGRAPH... --out DIR [options]

Makes a synthetic coronal MRI volume out of a frontal knee radiograph: a DICOM file (CR, DX, RF; uncompressed,
RLE, JPEG, JPEG Lossless, JPEG-LS or JPEG 2000), or a grey PNG of 8 or 16 bits on which bone is bright.

With one file, DIR holds its results. With several files, a folder (all .dcm and .png below it), --list or
--from, DIR gets a folder for each radiograph: bad ones are listed at the end (exit code 1), what is there
already is not made again, and any number of processes, on any number of machines with the same disk, can run
the same command at once and share the work.

  --out DIR           folder for the results; for one file it must not exist yet, or be empty
  --list FILE         more radiographs, one a line; or columns input, side, readings, separated by tabs, under
                      a line with these names
  --from URL          DICOMweb root; radiographs may then be Study Instance UIDs, whose CR, DX and RF images
                      are used. Credentials as for "save"
  --bundle DIR        model bundle; the shipped one (models/knee-dess-simulated) if not given
  --readings FILE     radiographic readings as JSON, like {"XRKL": 2, "XRJSM": 1}; not read if not given.
                      Given several times (what if): a volume for each, of the same film and the same noise
  --suggest-readings  note down in result.json what the model's grader would read; it is not used
  --side R|L          which knee; needed for PNG, for films of both knees, and where the attributes of a
                      DICOM file are silent or contradict each other. Of many films, those that name the
                      other knee are left out
  --roi auto|full|x,y,w,h
                      the square that the model sees, 140 mm wide, around the joint centre.
                      auto (default): found on the picture. full: the picture, or the square around it.
                      x,y,w,h: in pixels of the picture, from its upper left corner
  --frame N           which picture of a DICOM file with several, from 1; needed for these
  --turn-over         the film is seen from behind (its letters are mirrored): turn it over, left and right
  --pixel-spacing MM  size of a pixel of a PNG; estimated from the knee if not given (auto only)
  --slices N          slices over the depth range, from 1 to 500; the bundle's own number if not given
  --steps N           steps of the solver, from 1 to 1000; the bundle's own number if not given
  --samples N         volumes to make, each with noise of its own; 1 if not given. From 2 on their mean and
                      standard deviation (the uncertainty map) are written too
  --depth-factor N    2 or 4: one or three more slices between every two; 1 if not given
  --seed N            0 if not given; the same seed gives the same volume
  --runtime cpu|wasm|webgpu
                      cpu (default): native; wasm: as in a browser without WebGPU; webgpu: native
  --format dicom|png|npy
                      dicom (default): an MR series. png: a montage with the label drawn in.
                      npy: float32, slices x rows x columns, slice 0 the most posterior
  --patient-id ID     of a PNG, for --format dicom. Without it, and for --study-uid likewise, the series
  --study-uid UID     gets an anonymous patient and a study of its own
  --json              print result.json on stdout
  --help              this text

DIR then holds the results and result.json: times, options, hashes. Nothing is there until all of it is.
`;

export const READ_HELP = `npx xray-to-mri read RADIOGRAPH [options]

Suggests radiographic readings: grades that the model's small grader network gives the radiograph, each with
its probability and with the grader's weighted kappa on knees it was not trained on. Nothing is used before
somebody accepts it: what you accept goes into a file for "synthesize --readings".

  --bundle DIR        model bundle with a grader; the shipped one if not given
  --side R|L, --roi auto|full|x,y,w,h, --frame N, --turn-over, --pixel-spacing MM
                      as for "synthesize"
  --runtime cpu|wasm|webgpu
                      cpu (default): native; wasm: as in a browser; webgpu: native
  --json              print the suggestions as JSON on stdout
  --help              this text
`;

export const SAVE_HELP = `npx xray-to-mri save DIR --to URL [options]

Stores the synthetic series below DIR in an archive by STOW-RS, in batches, and verifies that every image is
there and marked as synthetic, and, where the archive gives pixels back, that those of the first, middle and
last image are the ones that were sent. Run it again to send what is missing: nothing is stored twice.

  --to URL            DICOMweb root of the archive, for example https://pacs.example/dicom-web
  --json              print the outcome as JSON on stdout
  --help              this text

Credentials come from the environment only: XRAY_TO_MRI_DICOMWEB_TOKEN (bearer token), or
XRAY_TO_MRI_DICOMWEB_USER and XRAY_TO_MRI_DICOMWEB_PASSWORD.
`;

export const REPEAT_HELP = `npx xray-to-mri repeat STORED --radiograph FILE [options]

Makes a synthetic series again from its own record and compares. STORED is any image of the series, the
report about it, or the folder that holds the series. On the runtime that it was made on the pixels must be
the same, compared by SHA-256; on another they must be within the tolerance, which needs the folder. What
is not as it was (model, radiograph, software, runtime) is named.

  --radiograph FILE   the radiograph that the series was made from
  --bundle DIR        model bundle; the shipped one if not given
  --runtime cpu|wasm|webgpu
                      the one that the series was made on, if not given
  --out DIR           also writes the repeated series there
  --json              print the comparison as JSON on stdout
  --help              this text
`;

export const COMPLETE_HELP = `npx xray-to-mri complete STUDY --to URL [options]

Completes synthetic series that an archive has only in part, for example because the browser was closed while
it saved. STUDY is a Study Instance UID. Each run is made again from its record and its radiograph, both from
the archive; where it is the same to the last bit, what is missing is sent, and nothing else. Where it is not,
for example on another runtime, that is said and nothing is sent.

  --to URL            DICOMweb root of the archive, for example https://pacs.example/dicom-web
  --series UID        only this series; all of the study if not given
  --as-new            stores what could not be completed as a series of its own, beside the part
  --bundle DIR        model bundle; the shipped one if not given
  --runtime cpu|wasm|webgpu
                      the one that the series was made on, if not given
  --json              print the outcome as JSON on stdout
  --help              this text

Credentials as for "save".
`;
