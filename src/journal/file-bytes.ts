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
  return fileBytesIn(fileBytesArea(length));
}

/** The memory of a room for `length` bytes, which two threads may share. */
export function fileBytesArea(length: number): SharedArrayBuffer {
  return new SharedArrayBuffer(length + slackBytes);
}

/** The room in memory that was made by `fileBytesArea`. */
export function fileBytesIn(area: SharedArrayBuffer): FileBytes {
  return { bytes: Buffer.from(area) as unknown as Latin1Buffer, view: new DataView(area) };
}
