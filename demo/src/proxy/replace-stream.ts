import { Transform, type TransformCallback } from 'node:stream';

/** Replaces every occurrence of one byte string by another while the bytes pass through. */
export class ReplaceStream extends Transform {
  private readonly wanted: Buffer;
  private readonly replacement: Buffer;
  private rest = Buffer.alloc(0);

  constructor(wanted: string, replacement: string) {
    super();
    this.wanted = Buffer.from(wanted);
    this.replacement = Buffer.from(replacement);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let pending = Buffer.concat([this.rest, chunk]);
    for (let at = pending.indexOf(this.wanted); at >= 0; at = pending.indexOf(this.wanted)) {
      this.push(pending.subarray(0, at));
      this.push(this.replacement);
      pending = pending.subarray(at + this.wanted.length);
    }
    // The tail may be the beginning of an occurrence that the next chunk completes.
    const safe = Math.max(0, pending.length - this.wanted.length + 1);
    if (safe > 0) this.push(pending.subarray(0, safe));
    this.rest = pending.subarray(safe);
    done();
  }

  override _flush(done: TransformCallback): void {
    done(null, this.rest);
  }
}
