import { BundleError } from '../bundle';
import { ReadingsError } from '../features';
import { RadiographError } from '../radiograph';
import { say } from '../sentences';
import { EngineError } from './EngineError';
import { toEngineError } from './toEngineError';

describe('the error of a job', () => {
  it.each([
    ['a bundle error', new BundleError('hash', say('noGrader')), 'bundle-hash'],
    ['a film that cannot be used', new RadiographError(say('noKnee')), 'input'],
    ['readings that cannot be used', new ReadingsError(say('tableNoRow')), 'input'],
    [
      'a typed array that is too large',
      new RangeError('Invalid typed array length'),
      'out-of-memory',
    ],
    ["onnxruntime's allocator", new Error('std::bad_alloc'), 'out-of-memory'],
    [
      "onnxruntime's arena",
      new Error('AllocateRawInternal Failed to allocate memory for requested buffer of size 9'),
      'out-of-memory',
    ],
    [
      'WASM that aborts',
      new Error('Aborted(). Build with -sASSERTIONS for more info.'),
      'out-of-memory',
    ],
    [
      'a trap in WASM, where it used memory that it was not given',
      new Error('memory access out of bounds'),
      'out-of-memory',
    ],
    ['no adapter', new Error('Failed to get a WebGPU adapter: No supported'), 'no-adapter'],
    ['a failing kernel', new Error('Conv: shapes differ'), 'runtime'],
    ['a thrown number', 139, 'runtime'],
  ])('made of %s has its code and keeps the cause', (_, cause, code) => {
    expect(toEngineError(cause)).toMatchObject({ code, cause });
  });

  it('keeps the sentence of a part that knows what to do', () => {
    const { sentence } = toEngineError(new RadiographError(say('noKnee')));
    expect(sentence).toEqual(say('noKnee'));
  });

  it('is left as it is when it is one already', () => {
    const error = new EngineError('selftest', say('noRuntimeLeft'));
    expect(toEngineError(error)).toBe(error);
  });

  it('is a cancellation, whatever was thrown, once the signal is aborted', () => {
    const error = toEngineError(new Error('anything'), AbortSignal.abort());
    expect(error.code).toBe('cancelled');
  });

  it.each([
    new Error('Conv failed for DOE^JANE'),
    'DOE^JANE',
    new Error('out of memory at DOE^JANE'),
  ])('shows nothing of what other software says, but keeps it as the cause', said => {
    const { message, cause } = toEngineError(said);
    expect(message).not.toMatch(/DOE|Conv|at /);
    expect(message).toMatch(/try again/);
    expect(cause).toBe(said);
  });
});
