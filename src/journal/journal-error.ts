/** Where in a journal something was found. */
export interface JournalPlace {
  /** From 1; 0 for the file as a whole. */
  readonly line: number;
  /** Bytes before it in the file. */
  readonly offset: number;
}

/**
 * A journal that can't be trusted as it stands. The message has the file, the line, the byte offset, what was found and
 * what was wanted.
 */
export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly line: number;
  readonly offset: number;

  constructor(
    readonly file: string,
    { line, offset }: JournalPlace,
    explanation: string,
  ) {
    super(line === 0 ? `${file}: ${explanation}` : `${file}:${line}: ${explanation} (at byte ${offset})`);
    this.line = line;
    this.offset = offset;
  }
}
