/** What is read of a line may look this far behind what there is, before it is found to be too short. */
const slackBytes = 256;

/** A buffer that a file is read into, with a view of the same bytes to take several at once. */
export interface FileBytes {
  readonly bytes: Buffer;
  readonly view: DataView;
}

/** Room for `length` bytes. Whoever reads a line may step over its end by less than 256 bytes. */
export function fileBytes(length: number): FileBytes {
  const bytes = Buffer.allocUnsafeSlow(length + slackBytes);
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}
