import type { OrderEvent } from '../order-event.js';
import type { IdHashes } from '../tracker/text-hash.js';
import { isEvent } from './event-kind.js';
import type { FileBytes } from './file-bytes.js';
import { type FileLine, type LineTaker, readLines } from './file-lines.js';
import type { FilePiece } from './file-pieces.js';
import { JournalError, type JournalPlace } from './journal-error.js';
import { type JournalFooter, readFooter } from './journal-footer.js';
import { type JournalHeader, readHeader } from './journal-header.js';
import { decodeLine, lineDamage } from './journal-line.js';
import { minBytesForThread, openPieces } from './open-pieces.js';
import { parsedEvent, parsedHashes } from './parsed-event.js';
import { column, ParsedLines, parsedLinesArea } from './parsed-lines.js';
import { linesPerBatch, parsePlainLines } from './plain-lines.js';

/** With more damaged lines than this a journal is refused even where they may be skipped: it is not one. */
export const maxSkippedLines = 10_000;

/** Lines that were left out. */
export interface DamagedLine extends JournalPlace {
  /** Its length, with its newline where it has one. */
  readonly bytes: number;
  /** What was found and what was wanted. */
  readonly why: string;
}

/** Who is told what a journal holds, in its order. */
export interface JournalReader {
  /** Comes first. */
  header?(header: JournalHeader): void;
  /** `hashes` of its ids come with most events that have some; they are good until it returns. */
  event(event: OrderEvent, hashes: IdHashes | null): void;
  /** The run, or one that went on with it, came to its end here. */
  footer?(footer: JournalFooter): void;
}

export interface ReadJournalOptions {
  /** Leaves damaged lines out instead of refusing the journal. The header can't be left out. */
  readonly skipDamaged?: boolean;
  /** A file of at least so many bytes is read by a second thread, ahead of this one. */
  readonly threadFromBytes?: number;
}

/** What is to be known of a journal besides its events. */
export interface JournalReading {
  readonly header: JournalHeader;
  /** The last one; null for a run that did not come to its end. */
  readonly footer: JournalFooter | null;
  /** Intact lines, header and footers included. */
  readonly lines: number;
  readonly events: number;
  /** The last line, where a crash tore it. */
  readonly cut: DamagedLine | null;
  /** Damaged lines before that; empty unless they may be skipped. */
  readonly skipped: readonly DamagedLine[];
  /** Up to the end of the last intact line: where a writer goes on. */
  readonly intactBytes: number;
}

/**
 * Reads a journal from its first line to its last, in memory that does not depend on its length. A last line that is torn
 * is left out, since a crash leaves one.
 *
 * @throws {JournalError} when the file can't be read, its header is missing, damaged or of another version, an intact
 * line is of an unknown kind, or (unless they may be skipped) a line before the last one is damaged
 */
export function readJournal(
  file: string,
  reader: JournalReader,
  { skipDamaged = false, threadFromBytes = minBytesForThread }: ReadJournalOptions = {},
): JournalReading {
  const fold = new LineFold(file, reader, skipDamaged);
  try {
    const pieces = openPieces(file, threadFromBytes);
    try {
      readLines(pieces, fold);
    } finally {
      pieces.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string') throw error;
    throw new JournalError(file, { line: 0, offset: 0 }, `the journal can't be read (${code})`);
  }
  return fold.reading();
}

class LineFold implements LineTaker {
  #number = 0;
  #header: JournalHeader | null = null;
  #footer: JournalFooter | null = null;
  #lines = 0;
  #events = 0;
  #intactBytes = 0;
  /** Damaged, and torn by a crash if nothing follows. */
  #suspect: DamagedLine | null = null;
  readonly #skipped: DamagedLine[] = [];
  /** Lines that are read here, and not ahead by another thread. */
  readonly #parsed = new ParsedLines(parsedLinesArea(linesPerBatch));

  constructor(
    private readonly file: string,
    private readonly reader: JournalReader,
    private readonly skipDamaged: boolean,
  ) {}

  takeAtOnce({ file, ahead }: FilePiece, start: number, end: number, offset: number): number {
    if (this.#header === null) return start;
    const before = offset - start;
    let at = this.#takeParsed(ahead, file, start, before);
    for (;;) {
      this.#parsed.reset(0);
      const next = parsePlainLines(file, at, end, this.#parsed);
      if (next === at) return at;
      at = this.#takeParsed(this.#parsed, file, at, before);
    }
  }

  /** Takes the lines that follow each other from `start` on, `before` bytes less far in the piece than in the file. */
  #takeParsed(lines: ParsedLines, file: FileBytes, start: number, before: number): number {
    lines.skipTo(start);
    let at = start;
    while (lines.head < lines.count && lines.get(lines.head, column.start) === at) {
      this.#begin();
      this.#lines += 1;
      this.#event(parsedEvent(lines, lines.head, file), parsedHashes(lines, lines.head));
      at = lines.get(lines.head, column.next);
      this.#intactBytes = before + at;
      lines.head += 1;
    }
    return at;
  }

  take(line: FileLine): void {
    this.#begin();
    const why = damageOf(line);
    if (why !== null) {
      this.#suspect = { line: this.#number, offset: line.offset, bytes: line.length, why };
      return;
    }
    this.#intact(line);
    this.#intactBytes = line.offset + line.length;
  }

  /** Counts a line, and leaves the one before it out where that is damaged: it was not the last one. */
  #begin(): void {
    this.#number += 1;
    if (this.#suspect !== null) this.#leaveOut(this.#suspect);
  }

  reading(): JournalReading {
    const header = this.#header;
    if (header === null) {
      const found = this.#suspect === null ? 'the file is empty' : `the header ${this.#suspect.why}`;
      throw new JournalError(this.file, { line: 1, offset: 0 }, `${found}; wanted a line of the kind "run"`);
    }
    return {
      header,
      footer: this.#footer,
      lines: this.#lines,
      events: this.#events,
      cut: this.#suspect,
      skipped: this.#skipped,
      intactBytes: this.#intactBytes,
    };
  }

  /** A damaged line that is not the last one. */
  #leaveOut(damaged: DamagedLine): void {
    this.#suspect = null;
    if (this.#header === null || !this.skipDamaged) {
      const what = this.#header === null ? 'the header' : 'the line';
      throw new JournalError(this.file, damaged, `${what} ${damaged.why}`);
    }
    if (this.#skipped.length === maxSkippedLines) {
      throw new JournalError(this.file, damaged, `more than ${maxSkippedLines} lines are damaged`);
    }
    this.#skipped.push(damaged);
  }

  #intact(line: FileLine): void {
    this.#lines += 1;
    const { bytes, start, end } = line;
    const record = decodeLine(bytes, start, end);
    const why = this.#header === null ? this.#takeHeader(record) : this.#takeRecord(record);
    if (why !== null) {
      throw new JournalError(this.file, { line: this.#number, offset: line.offset }, `the line ${why}`);
    }
  }

  /** Gives one sentence on what is wrong with it. */
  #takeHeader(record: unknown): string | null {
    const header = readHeader(record);
    if (typeof header === 'string') return header;
    this.#header = header;
    this.reader.header?.(header);
    return null;
  }

  /** Gives one sentence on what is wrong with it. */
  #takeRecord(record: unknown): string | null {
    if (typeof record !== 'object' || record === null) return 'has the right checksum, but is no JSON object';
    if (isEvent(record)) {
      this.#event(record, null);
      return null;
    }
    const kind = 'kind' in record ? record.kind : undefined;
    if (kind !== 'closed') return `is of the kind ${JSON.stringify(kind)}; wanted an event or "closed"`;
    const footer = readFooter(record);
    if (typeof footer === 'string') return footer;
    this.#footer = footer;
    this.reader.footer?.(footer);
    return null;
  }

  #event(event: OrderEvent, hashes: IdHashes | null): void {
    this.#events += 1;
    this.reader.event(event, hashes);
  }
}

function damageOf({ bytes, start, end, length, state }: FileLine): string | null {
  if (state === 'torn') return 'ends without a newline';
  if (state === 'too_long') return `has ${length} bytes, which no line of a journal has`;
  return lineDamage(bytes, start, end);
}
