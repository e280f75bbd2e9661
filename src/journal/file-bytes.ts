/** What is read of a line may look this far behind what there is, before it is found to be too short. */
const slackBytes = 256;

/**
 * Node's own way from bytes to a text of one byte a character, which its types leave out. `toString('latin1', …)` ends there,
 * after work that takes as long again, and a replay makes millions of texts.
 */
interface Latin1Buffer extends Buffer {
  latin1Slice(start: number, end: number): string;
}

/** A buffer that a file is read into, with a view of the same bytes to take several at once. */
export interface FileBytes {
  readonly bytes: Latin1Buffer;
  readonly view: DataView;
}

/** Room for `length` bytes. Whoever reads a line may step over its end by less than 256 bytes. */
export function fileBytes(length: number): FileBytes {
  const bytes = Buffer.allocUnsafeSlow(length + slackBytes) as Latin1Buffer;
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}

/** Memory that `fileBytesIn` makes such a room of, in each of the threads that share it. */
export function fileBytesArea(length: number): SharedArrayBuffer {
  return new SharedArrayBuffer(length + slackBytes);
}

export function fileBytesIn(area: SharedArrayBuffer): FileBytes {
  return { bytes: Buffer.from(area) as Buffer as Latin1Buffer, view: new DataView(area) };
}
