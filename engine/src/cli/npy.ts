const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];
const HEADER_ALIGNMENT = 64;

/** An array as a NumPy .npy file (format 1.0): float32, little endian, C order. */
export function npyFile(data: Float32Array, shape: readonly number[]): Uint8Array {
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const before = MAGIC.length + 2;
  const padding = HEADER_ALIGNMENT - ((before + dictionary.length + 1) % HEADER_ALIGNMENT);
  const header = `${dictionary}${' '.repeat(padding % HEADER_ALIGNMENT)}\n`;
  const file = new Uint8Array(before + header.length + 4 * data.length);
  file.set(MAGIC);
  const view = new DataView(file.buffer);
  view.setUint16(MAGIC.length, header.length, true);
  file.set(new TextEncoder().encode(header), before);
  for (let index = 0, at = before + header.length; index < data.length; index++, at += 4) {
    view.setFloat32(at, data[index] ?? 0, true);
  }
  return file;
}
