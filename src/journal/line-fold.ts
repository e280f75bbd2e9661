import type { OrderEvent } from '../order-event.js';
import type { FoundIds } from '../tracker/found-ids.js';
import { isEvent } from './event-kind.js';
import type { FileBytes } from './file-bytes.js';
import type { FileLine, LineTaker } from './file-lines.js';
import type { FilePiece } from './file-pieces.js';
import { JournalError } from './journal-error.js';
import { type JournalFooter, readFooter } from './journal-footer.js';
import { type JournalHeader, readHeader } from './journal-header.js';
import { decodeLine, lineDamage } from './journal-line.js';
import type { DamagedLine, JournalReader, JournalReading } from './journal-reading.js';
import type { parsedEvent } from './parsed-event.js';
import { ParsedIds } from './parsed-ids.js';
import { column, ParsedLines, parsedLinesArea, plainKind } from './parsed-lines.js';
import { linesPerBatch, parsePlainLines } from './plain-lines.js';

/** With more damaged lines than this a journal is refused even where they may be skipped: it is not one. */
const maxSkippedLines = 10_000;

/** Reads the lines of a journal one after the other, and tells what they hold. */
export class LineFold implements LineTaker {
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
  /** Lines of the piece at hand that another thread has read. */
  #ahead = this.#parsed;
  readonly #ids = new ParsedIds();

  constructor(
    private readonly file: string,
    private readonly reader: JournalReader,
    private readonly skipDamaged: boolean,
    private readonly eventOf: typeof parsedEvent,
  ) {}

  takeAtOnce({ file, ahead }: FilePiece, start: number, end: number, offset: number): number {
    if (this.#header === null) return start;
    this.#ahead = ahead;
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
    while (isPlainAt(lines, at)) {
      this.#begin();
      this.#lines += 1;
      this.#event(this.eventOf(lines, lines.head, file), this.#ids.of(lines, lines.head, file));
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
    const why = this.#header === null ? this.#takeHeader(record) : this.#takeRecord(record, start);
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

  /** `start`: of its line. Gives one sentence on what is wrong with it. */
  #takeRecord(record: unknown, start: number): string | null {
    if (typeof record !== 'object' || record === null) return 'has the right checksum, but is no JSON object';
    if (isEvent(record)) {
      this.#event(record, record.kind === 'webhook' ? this.#ids.ofOther(record, this.#ahead, start) : null);
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

  #event(event: OrderEvent, ids: FoundIds | null): void {
    this.#events += 1;
    this.reader.event(event, ids);
  }
}

/** Whether the next line is the one at `start`, and all of it is here. */
function isPlainAt(lines: ParsedLines, start: number): boolean {
  return lines.isAt(start) && lines.get(lines.head, column.kind) !== plainKind.otherWebhook;
}

function damageOf({ bytes, start, end, length, state }: FileLine): string | null {
  if (state === 'torn') return 'ends without a newline';
  if (state === 'too_long') return `has ${length} bytes, which no line of a journal has`;
  return lineDamage(bytes, start, end);
}
