import { type FileHandle, open, rename } from 'node:fs/promises';
import { encodeLine } from '../journal/journal-line.js';
import { LineBatch } from '../journal/line-batch.js';
import type { OrderEvent } from '../order-event.js';
import { type EventsHeader, type EventsHeaderLine, eventsVersion } from './events-header.js';
import { liveLimits } from './live-limits.js';

/** Where the file goes to when it is full; whatever was there is gone. */
export function olderEventsPath(path: string): string {
  return `${path}.1`;
}

export interface EventsFileOptions {
  readonly path: string;
  readonly header: EventsHeader;
  /** `liveLimits.eventsFileBytes` unless given. */
  readonly maxBytes?: number;
  /** Told once, when the file could not be written. Nothing is written after that. */
  readonly failed: (error: unknown) => void;
}

/**
 * Writes the events of a watched service for `foxload watch`, which follows the file from a process of its own: the lines are those of a
 * run's journal. Nothing waits for the disk; a file that is full becomes the older one of two.
 */
export class EventsFile {
  #waiting = new LineBatch();
  #writing: Promise<void> = Promise.resolve();
  #isWriting = false;
  #file: FileHandle | null = null;
  #bytes = 0;
  #hasFailed = false;

  constructor(private readonly options: EventsFileOptions) {}

  /** Takes an event, and never waits. */
  append(event: OrderEvent): void {
    if (this.#hasFailed) return;
    this.#waiting.add(event);
    if (this.#waiting.bytes > liveLimits.waitingEventsBytes)
      this.#fail(new Error(`more than ${liveLimits.waitingEventsBytes} bytes wait to be written`));
    else if (this.#waiting.bytes > liveLimits.flushedEventsBytes) this.flush();
  }

  /** Hands what waits to the disk, unless what was handed to it before is still on its way. */
  flush(): void {
    if (this.#isWriting || this.#hasFailed || (this.#waiting.isEmpty && this.#file !== null)) return;
    const lines = this.#waiting.content();
    this.#waiting = new LineBatch();
    this.#isWriting = true;
    this.#writing = this.#write(lines).catch((error) => this.#fail(error));
    void this.#writing.then(() => {
      this.#isWriting = false;
    });
  }

  /** Writes what waits, and closes the file. Never rejects. */
  async close(): Promise<void> {
    await this.#writing;
    this.flush();
    await this.#writing;
    await this.#file?.close().catch((error) => this.#fail(error));
    this.#hasFailed = true;
  }

  async #write(lines: Buffer): Promise<void> {
    const { path, maxBytes = liveLimits.eventsFileBytes } = this.options;
    if (this.#file !== null && this.#bytes >= maxBytes) {
      await this.#file.close();
      this.#file = null;
      await rename(path, olderEventsPath(path));
    }
    this.#file ??= await this.#open(path);
    await this.#file.appendFile(lines);
    this.#bytes += lines.length;
  }

  /** Each process begins with its header, and so does each file: behind whatever is there. */
  async #open(path: string): Promise<FileHandle> {
    const file = await open(path, 'a', 0o600);
    this.#bytes = (await file.stat()).size;
    const header: EventsHeaderLine = { kind: 'service', events: eventsVersion, ...this.options.header };
    // A process that was killed may have left half a line: it ends here, and is a damaged one.
    const line = this.#bytes === 0 ? encodeLine(header) : `\n${encodeLine(header)}`;
    await file.appendFile(line);
    this.#bytes += line.length;
    return file;
  }

  #fail(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#waiting = new LineBatch();
    this.options.failed(error);
  }
}
