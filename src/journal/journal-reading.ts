import type { OrderEvent } from '../order-event.js';
import type { FoundIds } from '../tracker/found-ids.js';
import type { JournalPlace } from './journal-error.js';
import type { JournalFooter } from './journal-footer.js';
import type { JournalHeader } from './journal-header.js';

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
  /** Its `ids` come with most events that have some; they are good until it returns. */
  event(event: OrderEvent, ids: FoundIds | null): void;
  /** The run, or one that went on with it, came to its end here. */
  footer?(footer: JournalFooter): void;
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
