import { createWriteStream, type WriteStream } from 'node:fs';
import type { OrderEvent } from '../order-event.js';

/** Lines are handed to the file in pieces of about this size, so that no event waits for the disk. */
const pieceBytes = 64 * 1024;
/** Lines wait at most this long before they are handed to the file. */
const flushEveryMs = 100;

/** The first line of a journal. */
export interface JournalHeader {
  readonly run: string;
  readonly startedAt: string;
  readonly profile: string;
  readonly seed: number;
}

/**
 * Writes `orders.ndjson`: a header line, then every event of the run in the order in which the tracker took them, one
 * JSON object a line. It is the audit log of each order's state changes, and folding it gives the run's figures again.
 */
export class JournalWriter {
  readonly #stream: WriteStream;
  #lines: string[] = [];
  #bytes = 0;
  readonly #timer: NodeJS.Timeout;
  /** Also when the file could not be opened or written: then at once. */
  readonly #closed: Promise<void>;

  /** `failed` is told once, when the file can't be written. */
  constructor(file: string, header: JournalHeader, failed: (error: Error) => void) {
    this.#stream = createWriteStream(file, { flags: 'wx', mode: 0o600 });
    this.#stream.once('error', failed);
    this.#closed = new Promise((resolve) => this.#stream.once('close', resolve));
    this.#timer = setInterval(() => this.#flush(), flushEveryMs);
    this.#write({ kind: 'run', ...header });
  }

  append(event: OrderEvent): void {
    this.#write(event);
  }

  /** Settles when every line was handed to the system. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#flush();
    this.#stream.end();
    await this.#closed;
  }

  #write(line: object): void {
    const text = `${JSON.stringify(line)}\n`;
    this.#lines.push(text);
    this.#bytes += text.length;
    if (this.#bytes >= pieceBytes) this.#flush();
  }

  #flush(): void {
    if (this.#lines.length === 0) return;
    this.#stream.write(this.#lines.join(''));
    this.#lines = [];
    this.#bytes = 0;
  }
}
