import { readFile } from 'node:fs/promises';
import path from 'node:path';
import committedSchema from '../../schema/bundle-metadata.schema.json';
import metadata from '../../../test/fixtures/tiny-bundle/configs/metadata.json';
import {
  BundleError,
  bundleMetadataJsonSchema,
  loadBundle,
  METADATA_PATH,
  parseBundleMetadata,
  sha256Hex,
  sha256OfFloats,
  type BundleReader,
  type ReadOptions,
} from '.';

const TINY = path.resolve(__dirname, '../../../test/fixtures/tiny-bundle');

const readTiny: BundleReader = async file =>
  new Uint8Array(await readFile(path.join(TINY, file))).buffer;

/** The metadata with one place changed; the path is written with dots. */
function changed(place: string, value: unknown): unknown {
  const copy: Record<string, unknown> = structuredClone(metadata);
  const keys = place.split('.');
  const last = keys.pop() ?? '';
  let at = copy;
  for (const key of keys) at = at[key] as Record<string, unknown>;
  if (value === undefined) Reflect.deleteProperty(at, last);
  else at[last] = value;
  return copy;
}

async function caught(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error
  );
}

describe('the schema of the metadata', () => {
  it('is the one that is committed as JSON Schema (node engine/scripts/generate-schema.mjs)', () => {
    expect(JSON.parse(JSON.stringify(bundleMetadataJsonSchema()))).toEqual(committedSchema);
  });

  it('takes a bundle of the Python export', () => {
    expect(parseBundleMetadata(metadata).xray_to_mri.latent.channels).toBe(4);
  });

  it.each([
    ['a missing section', 'xray_to_mri', undefined, /xray_to_mri/],
    ['a later schema version', 'xray_to_mri.schema_version', 2, /xray_to_mri\.schema_version/],
    ['an unknown prediction', 'xray_to_mri.schedule.prediction', 'epsilon', /prediction/],
    ['a field it does not know', 'xray_to_mri.latent.depth', 3, /depth/],
    ['a hash that is none', 'xray_to_mri.networks.decoder.sha256', 'abc', /decoder\.sha256/],
    ['a path out of the bundle', 'xray_to_mri.golden.file', '../golden.json', /golden\.file/],
    ['a wrong length of the readings', 'xray_to_mri.readings.length', 83, /need 84/],
    ['depths that descend', 'xray_to_mri.volume.depth_range_mm', [55, -55], /depth_range_mm/],
    ['no intended use', 'intended_use', undefined, /intended_use/],
    ['a grader of unknown readings', 'xray_to_mri.grader.variables', ['XRX'], /XRX is no reading/],
    ['a grader without agreement', 'xray_to_mri.grader.agreement', undefined, /grader\.agreement/],
    [
      'a grader that is silent on how far it agrees',
      'xray_to_mri.grader.agreement.variables.XRKL',
      undefined,
      /silent on XRKL/,
    ],
    [
      'a question that it does not know',
      'xray_to_mri.patient',
      { variables: [{ name: 'shoe' }] },
      /patient/,
    ],
  ])('refuses %s', (_, place, value, message) => {
    expect(() => parseBundleMetadata(changed(place, value))).toThrow(BundleError);
    expect(() => parseBundleMetadata(changed(place, value))).toThrow(message);
  });
});

describe('what a bundle may do without', () => {
  it('is a grader', async () => {
    const document = changed('xray_to_mri.grader', undefined);
    expect(parseBundleMetadata(document).xray_to_mri.grader).toBeUndefined();
    const bytes = new TextEncoder().encode(JSON.stringify(document)).buffer;
    const bundle = await loadBundle(async () => bytes);
    expect(await caught(bundle.file('grader'))).toMatchObject({ code: 'missing' });
  });

  it('is a scale of the noise, which is 1 then', () => {
    const scale = (value: unknown) =>
      parseBundleMetadata(changed('xray_to_mri.noise.scale', value)).xray_to_mri.noise.scale;
    expect([scale(undefined), scale(0.4)]).toEqual([1, 0.4]);
    expect(() => scale(0)).toThrow(/noise\.scale/);
    expect(() => scale(1.1)).toThrow(/noise\.scale/);
  });

  it('is a restart, of as many steps as its timestep at most', () => {
    const restart = (value: unknown) =>
      parseBundleMetadata(changed('xray_to_mri.restart', value)).xray_to_mri.restart;
    expect(restart(undefined)).toBeUndefined();
    const given = { timestep: 300, steps: 4, correlation_mm: 6 };
    expect(restart(given)).toEqual(given);
    expect(() => restart({ ...given, timestep: 999 })).toThrow(/restart\.timestep/);
    expect(() => restart({ ...given, timestep: 3 })).toThrow(/restart\.steps/);
    expect(() => restart({ ...given, correlation_mm: 0 })).toThrow(/restart\.correlation_mm/);
  });

  it('are questions about the person, of which it asks each once', () => {
    const asked = (variables: unknown) =>
      parseBundleMetadata(changed('xray_to_mri.patient', { variables })).xray_to_mri.patient;
    const age = { name: 'age_years', mean: 60, deviation: 10 };
    expect(asked([age, { name: 'sex' }])?.variables).toHaveLength(2);
    expect(() => asked([age, age])).toThrow(/names one twice/);
  });
});

describe('loading a bundle', () => {
  it('reads only the metadata at first', async () => {
    const paths: string[] = [];
    await loadBundle((file, options) => {
      paths.push(file);
      return readTiny(file, options);
    });
    expect(paths).toEqual([METADATA_PATH]);
  });

  it('gives files that have the hash of the metadata', async () => {
    const bundle = await loadBundle(readTiny);
    const decoder = await bundle.file('decoder');
    expect(sha256Hex(decoder)).toBe(metadata.xray_to_mri.networks.decoder.sha256);
  });

  it('names a file that is missing', async () => {
    const error = await caught(loadBundle(() => Promise.reject(new Error('gone'))));
    expect(error).toMatchObject({ code: 'missing', cause: new Error('gone') });
    expect(error).toHaveProperty('message', expect.stringContaining('configs/metadata.json'));
  });

  it('says that metadata is not JSON', async () => {
    const html = new TextEncoder().encode('<!doctype html>').buffer;
    const error = await caught(loadBundle(async () => html));
    expect(error).toMatchObject({ code: 'schema' });
  });

  it.each([
    ['cut off', (bytes: Uint8Array) => bytes.slice(0, 100), /has 100 bytes instead of/],
    ['changed', (bytes: Uint8Array) => bytes.map((b, i) => (i === 50 ? b ^ 1 : b)), /SHA-256/],
  ])('refuses weights that were %s, after reading them afresh', async (_, spoil, message) => {
    const asked: ReadOptions[] = [];
    const bundle = await loadBundle(async (file, options) => {
      const bytes = new Uint8Array(await readTiny(file, options));
      if (file === METADATA_PATH) return bytes.buffer;
      asked.push(options);
      return new Uint8Array(spoil(bytes)).buffer;
    });
    const error = await caught(bundle.file('denoiser'));
    expect(error).toMatchObject({ code: 'hash' });
    expect(error).toHaveProperty('message', expect.stringMatching(message));
    expect(asked.map(({ fresh }) => fresh ?? false)).toEqual([false, true]);
  });

  it('uses what was read afresh where a cache gave something else', async () => {
    const bundle = await loadBundle(async (file, options) =>
      file === METADATA_PATH || options.fresh ? readTiny(file, options) : new ArrayBuffer(3)
    );
    await expect(bundle.file('decoder')).resolves.toHaveLength(
      metadata.xray_to_mri.networks.decoder.bytes
    );
  });

  it('gives way to an abort', async () => {
    const reason = new Error('enough');
    const error = await caught(loadBundle(readTiny, { signal: AbortSignal.abort(reason) }));
    expect(error).toBe(reason);
  });
});

describe('SHA-256', () => {
  it("of 'abc' is that of FIPS 180-2", () => {
    expect(sha256Hex(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    );
  });

  it('of numbers is that of their little-endian float32', () => {
    // printf '\x00\x00\x80\x3f\x00\x00\x00\xc0' | sha256sum
    expect(sha256OfFloats(Float32Array.from([1, -2]))).toBe(
      'ee4ac73c2bd27756ab82780f27c73a7bc4d3f0bb6acb37e008bc27eccd7e588b'
    );
  });
});
