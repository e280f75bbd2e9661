import type { TimerClock } from '../clock.js';
import type { OrderEvent } from '../order-event.js';
import type { JournalFile } from './journal-file.js';
import type { FooterLine } from './journal-footer.js';
import { type HeaderLine, type JournalHeader, type JournalMode, journalVersion } from './journal-header.js';
import { LineBatch } from './line-batch.js';

/** Except in `strict` mode, batches begin this far apart: ten syncs a second, whatever the load. */
export const batchEveryMs = 100;
/**
 * … but only this far where somebody waits for the word that a line is safe: webhooks are acknowledged on it, and a sender
 * that waits a tenth of a second for each answer could not bring what it has.
 */
export const awaitedBatchEveryMs = 10;
/** A disk that is so far behind that this much waits for it is a failed one. */
export const maxWaitingBytes = 64 * 1024 * 1024;

/** What a journal is written with. */
export interface JournalWriterOptions {
  readonly mode: JournalMode;
  readonly clock: TimerClock;
  /** Told once, when something could not be written or synced. */
  readonly failed: (error: Error) => void;
}

/**
 * Writes a journal: a header line, then every event of the run in the order in which the tracker took them. It is the
 * audit log of each order's state changes, what a killed run is resumed from, and folding it gives the run's figures.
 *
 * Lines go to the disk in batches, one at a time and off the hot path. After the first failure nothing is written any
 * more: what the disk holds then is a part of the journal from its beginning, and a sync is never tried twice, since
 * the system may have dropped what the failed one was about.
 */
export class JournalWriter {
  #waiting = new LineBatch();
  #flying: LineBatch | null = null;
  /** The area of the batch before, which the next one is written to: two areas take turns, and none is made anew. */
  #spare: Buffer | undefined;
  #failure: Error | null = null;
  #begun = false;
  #woken = false;
  /** Set between two batches; calls off the end of the pause. */
  #callOff: (() => void) | null = null;
  /** Whether the pause is so old that a batch may begin when somebody waits for it. */
  #mayHurry = false;
  #awaited = false;
  #closing = false;
  #closed: Promise<boolean> | null = null;

  constructor(
    private readonly file: JournalFile,
    private readonly options: JournalWriterOptions,
  ) {}

  get mode(): JournalMode {
    return this.options.mode;
  }

  /** Puts the header before everything appended so far. Nothing is written before it is known. */
  begin(header: Omit<JournalHeader, 'mode'>): void {
    const line: HeaderLine = { kind: 'run', journal: journalVersion, ...header, mode: this.mode };
    this.#waiting.addFirst(line);
    this.goOn();
  }

  /** The file has its header: writing goes on behind what is there. */
  goOn(): void {
    this.#begun = true;
    this.#wake();
  }

  /** Takes one record and never waits. Dropped after a failure and after `close`. */
  append(record: OrderEvent | FooterLine): void {
    if (this.#failure !== null || this.#closing) return;
    this.#waiting.add(record);
    const waitingBytes = this.#waiting.bytes + (this.#flying?.bytes ?? 0);
    if (waitingBytes > maxWaitingBytes) {
      this.#fail(new Error(`${waitingBytes} bytes wait to be written; the limit is ${maxWaitingBytes}`));
    } else this.#wake();
  }

  /**
   * Settles when everything appended so far is as safe as the mode promises (`process`: at once). False when the journal
   * has failed: then nothing may be sent on the strength of it.
   */
  async durable(): Promise<boolean> {
    if (this.#failure !== null) return false;
    if (this.mode === 'process') return true;
    if (this.#waiting.isEmpty) return this.#flying?.safe ?? true;
    const { safe } = this.#waiting;
    this.#awaited = true;
    if (this.#mayHurry) this.#startAfterPause();
    return safe;
  }

  /** Writes what waits, without a pause, and closes the file. False when the journal has failed. */
  close(): Promise<boolean> {
    this.#closed ??= this.#finish();
    return this.#closed;
  }

  async #finish(): Promise<boolean> {
    this.#closing = true;
    this.#endPause();
    while (this.#begun && this.#failure === null && (this.#flying !== null || !this.#waiting.isEmpty)) {
      this.#startBatch();
      await this.#flying?.safe;
    }
    try {
      await this.file.close();
    } catch (error) {
      this.#fail(errorOf(error));
    }
    return this.#failure === null;
  }

  /** What is appended without a pause in between goes in one batch. */
  #wake(): void {
    // In a pause nothing begins; its end looks for what waits.
    if (this.#woken || !this.#begun || this.#callOff !== null) return;
    this.#woken = true;
    queueMicrotask(() => {
      this.#woken = false;
      if (this.#callOff === null) this.#startBatch();
    });
  }

  #startBatch(): void {
    if (this.#flying !== null || this.#waiting.isEmpty || this.#failure !== null) return;
    const batch = this.#waiting;
    this.#waiting = new LineBatch(this.#spare);
    this.#spare = undefined;
    this.#flying = batch;
    this.#awaited = false;
    if (this.mode !== 'strict' && !this.#closing) this.#pause();
    void this.#write(batch);
  }

  #pause(): void {
    const { clock } = this.options;
    const startedMs = clock.nowMs();
    this.#callOff = clock.after(awaitedBatchEveryMs, () => {
      const restMs = startedMs + batchEveryMs - clock.nowMs();
      if (this.#awaited || restMs <= 0) {
        this.#startAfterPause();
        return;
      }
      this.#mayHurry = true;
      this.#callOff = clock.after(restMs, () => this.#startAfterPause());
    });
  }

  #startAfterPause(): void {
    this.#endPause();
    this.#startBatch();
  }

  #endPause(): void {
    this.#callOff?.();
    this.#callOff = null;
    this.#mayHurry = false;
  }

  async #write(batch: LineBatch): Promise<void> {
    try {
      await this.file.write(batch.content());
      if (this.mode !== 'process') await this.file.sync();
    } catch (error) {
      this.#fail(errorOf(error));
    }
    this.#flying = null;
    this.#spare = batch.area;
    batch.settle(this.#failure === null);
    if (this.#callOff === null) this.#startBatch();
  }

  #fail(error: Error): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    this.#flying?.settle(false);
    this.#waiting.settle(false);
    this.#waiting = new LineBatch();
    this.options.failed(error);
  }
}

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
