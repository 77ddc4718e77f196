/** The parts of the codecs' packages that are used here; they bring no types. */

interface EmscriptenOptions {
  print(line: string): void;
  printErr(line: string): void;
}

interface EmscriptenDecoder {
  /** A view of the decoder's memory into which the encoded bytes are put. */
  getEncodedBuffer(bytes: number): Uint8Array;
  decode(): void;
  /** A view of the decoder's memory, valid until it is deleted. */
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): {
    width: number;
    height: number;
    bitsPerSample: number;
    componentCount: number;
  };
  delete(): void;
}

declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const start: (
    options: EmscriptenOptions
  ) => Promise<{ J2KDecoder: new () => EmscriptenDecoder & { readHeader(): void } }>;
  export = start;
}

declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const start: (
    options: EmscriptenOptions
  ) => Promise<{ JpegLSDecoder: new () => EmscriptenDecoder }>;
  export = start;
}

declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  const start: (
    options: EmscriptenOptions
  ) => Promise<{ JPEGDecoder: new () => EmscriptenDecoder }>;
  export = start;
}

declare module 'jpeg-lossless-decoder-js' {
  const jpeg: {
    lossless: {
      Decoder: new () => {
        decode(
          buffer: ArrayBufferLike,
          offset: number,
          length: number,
          bytesPerPixel: number
        ): ArrayBufferView;
      };
    };
  };
  export = jpeg;
}
